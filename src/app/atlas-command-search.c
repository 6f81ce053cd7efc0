/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command "search": names, pinyin, coordinates, layers, as text for a person or JSON for a program. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/atlas-command.h"
#include "data/atlas-locale.h"
#include "data/atlas-source.h"
#include "project/atlas-finder.h"

#define DEFAULT_LIMIT 20

/* A line of the answer. */
typedef struct
{
  char       *layer;      /* (nullable) */
  char       *id;         /* (nullable) */
  char       *name;
  char       *kind;       /* (nullable) */
  double      lon;        /* NaN when it has no place */
  double      lat;
  double      score;
  const char *match;
} Result;

static void
result_clear (gpointer data)
{
  Result *result = data;

  g_free (result->layer);
  g_free (result->id);
  g_free (result->name);
  g_free (result->kind);
}

/* -- gathering --------------------------------------------------------------------------------------------------- */

/* The shipped layers, or those of the files. */
static AtlasProject *
load (char   **files,
      GError **error)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();

  if (files == NULL || *files == NULL)
    return atlas_project_add_shipped (project, TRUE, error) ? g_steal_pointer (&project) : NULL;
  for (char **name = files; *name != NULL; name++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*name);
      g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, error);
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *title = g_filename_display_name (base);

      if (tables == NULL)
        return NULL;
      for (guint i = 0; i < tables->len; i++)
        {
          AtlasTable *table = g_ptr_array_index (tables, i);
          const char *own = tables->len > 1 ? atlas_table_get_name (table) : title;
          g_autoptr (AtlasLayer) layer = atlas_layer_new (own, own, ATLAS_LAYER_SUBJECT, file);

          atlas_layer_set_table (layer, table, NULL);
          atlas_project_add (project, layer);
        }
    }
  return g_steal_pointer (&project);
}

static void
add_coordinates (GArray                 *results,
                 const AtlasCoordinates *place)
{
  static const char *const forms[] = { "decimal", "dms", "grid" };
  Result result = { .lon = place->lon, .lat = place->lat, .score = 100 - place->reason, .match = forms[place->form] };

  result.name = g_strdup_printf ("%.6f, %.6f", place->lon, place->lat);
  result.kind = g_strdup ("coordinates");
  g_array_append_val (results, result);
}

/* "壶关段 K12+300" */
static void
add_milestone (GArray                     *results,
               const AtlasFoundMilestones *road,
               const AtlasMilestone       *place,
               double                      metres,
               gboolean                    for_person)
{
  g_autofree char *k = atlas_chainage_format (metres);
  const char *own = for_person && !atlas_locale_is_chinese () && place->name_en != NULL ? place->name_en : place->name;
  Result result = {
    .layer = g_strdup (atlas_layer_get_id (road->layer)),
    .id = g_strdup (atlas_table_get_id (atlas_layer_get_table (road->layer), place->feature)),
    .name = own != NULL ? g_strdup_printf ("%s %s", own, k) : g_strdup (k),
    .kind = g_strdup ("milestone"),
    .lon = place->lon,
    .lat = place->lat,
    .score = 100,
    .match = "exact",
  };

  g_array_append_val (results, result);
}

static void
add_layer (GArray                *results,
           const AtlasFoundLayer *found)
{
  AtlasTable *table = atlas_layer_get_table (found->layer);
  const AtlasExtent extent = atlas_table_get_extent (table);
  const gboolean empty = atlas_extent_is_empty (&extent);
  Result result = {
    .layer = g_strdup (atlas_layer_get_id (found->layer)),
    .name = g_strdup (atlas_layer_get_title (found->layer)),
    .kind = g_strdup ("layer"),
    .lon = empty ? NAN : (extent.west + extent.east) / 2,
    .lat = empty ? NAN : (extent.south + extent.north) / 2,
    .score = found->match.points,
    .match = atlas_match_kind_get_name (found->match.kind),
  };

  g_array_append_val (results, result);
}

static void
add_feature (GArray                *results,
             const AtlasFoundGroup *group,
             const AtlasSearchHit  *hit,
             gboolean               for_person)
{
  AtlasTable *table = atlas_search_index_get_table (group->index);
  Result result = {
    .layer = g_strdup (atlas_layer_get_id (group->layer)),
    .id = g_strdup (atlas_table_get_id (table, hit->feature)),
    /* What programs read must not change with the language. */
    .name = for_person ? atlas_search_index_dup_name (group->index, hit->feature)
                       : atlas_search_index_dup_own_name (group->index, hit->feature),
    .kind = atlas_search_index_dup_kind (group->index, hit->feature),
    .score = hit->score,
    .match = atlas_match_kind_get_name (hit->kind),
  };

  if (result.name == NULL)
    result.name = atlas_table_dup_value (table, hit->field, hit->feature);
  if (result.kind == NULL)
    result.kind = g_strdup (atlas_geometry_type_get_name (atlas_table_get_geometry_type (table, hit->feature)));
  atlas_search_index_get_place (group->index, hit->feature, &result.lon, &result.lat);
  g_array_append_val (results, result);
}

static int
compare_results (gconstpointer a,
                 gconstpointer b)
{
  const Result *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  if (g_strcmp0 (x->layer, y->layer) != 0)
    return g_strcmp0 (x->layer, y->layer);
  return g_strcmp0 (x->id, y->id);
}

static GArray *
gather (const AtlasFound *found,
        guint             limit,
        gboolean          for_person)
{
  GArray *results = g_array_new (FALSE, TRUE, sizeof (Result));

  g_array_set_clear_func (results, result_clear);
  for (guint i = 0; i < found->coordinates->len; i++)
    add_coordinates (results, &g_array_index (found->coordinates, AtlasCoordinates, i));
  for (guint i = 0; i < found->milestones->len; i++)
    {
      const AtlasFoundMilestones *road = g_ptr_array_index (found->milestones, i);

      for (guint k = 0; k < road->places->len; k++)
        add_milestone (results, road, &g_array_index (road->places, AtlasMilestone, k), found->milestone, for_person);
    }
  for (guint i = 0; i < found->layers->len; i++)
    add_layer (results, g_ptr_array_index (found->layers, i));
  for (guint i = 0; i < found->groups->len; i++)
    {
      const AtlasFoundGroup *group = g_ptr_array_index (found->groups, i);

      for (guint k = 0; k < group->n_hits; k++)
        add_feature (results, group, &group->hits[k], for_person);
    }
  g_array_sort (results, compare_results);
  if (results->len > limit)
    g_array_set_size (results, limit);
  return results;
}

/* -- telling ----------------------------------------------------------------------------------------------------- */

static void
print_json (GArray *results)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++)
    {
      const Result *result = &g_array_index (results, Result, i);

      json_builder_begin_object (builder);
      atlas_command_add_string (builder, "layer", result->layer);
      atlas_command_add_string (builder, "id", result->id);
      atlas_command_add_string (builder, "name", result->name);
      atlas_command_add_string (builder, "kind", result->kind);
      json_builder_set_member_name (builder, "lon");
      atlas_command_add_number (builder, round (result->lon * 1e8) / 1e8);
      json_builder_set_member_name (builder, "lat");
      atlas_command_add_number (builder, round (result->lat * 1e8) / 1e8);
      json_builder_set_member_name (builder, "score");
      atlas_command_add_number (builder, round (result->score * 1e3) / 1e3);
      atlas_command_add_string (builder, "match", result->match);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
}

/* Columns of a terminal that a text takes. */
static int
get_width (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += g_unichar_iszerowidth (g_utf8_get_char (p)) ? 0 : g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return width;
}

/* Text from a file stays one line and leaves the terminal alone. */
static char *
make_clean (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0' && clean->len < 240; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const GUnicodeType type = g_unichar_type (c);

      g_string_append_unichar (clean, type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR
                                              || type == G_UNICODE_PARAGRAPH_SEPARATOR
                                          ? 0xfffd
                                          : c);
    }
  return g_string_free (clean, FALSE);
}

static void
append_cell (GString    *line,
             const char *text,
             int         width)
{
  g_string_append (line, text);
  g_string_append_printf (line, "%*s", MAX (width - get_width (text), 0) + 2, "");
}

static void
print_text (GArray           *results,
            const AtlasFound *found)
{
  int name_width = 0, kind_width = 0;

  if (found->milestone_note != NULL)
    g_print ("%s\n", found->milestone_note);
  else if (results->len == 0)
    {
      g_autofree char *query = make_clean (found->query);

      g_print (_("Nothing is called “%s”.\n"), query);
      if (found->near_names != NULL && found->near_names[0] != NULL)
        {
          g_autofree char *names = g_strjoinv (", ", found->near_names);
          g_autofree char *clean = make_clean (names);

          g_print (_("Close to it: %s\n"), clean);
        }
    }
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < results->len; i++)
      {
        const Result *result = &g_array_index (results, Result, i);
        g_autofree char *name = make_clean (result->name);
        g_autofree char *kind = make_clean (result->kind);
        g_autofree char *layer = make_clean (result->layer);
        g_autoptr (GString) line = g_string_new (NULL);

        if (pass == 0)
          {
            name_width = MAX (name_width, get_width (name));
            kind_width = MAX (kind_width, get_width (kind));
            continue;
          }
        append_cell (line, name, MIN (name_width, 48));
        append_cell (line, kind, MIN (kind_width, 20));
        if (isfinite (result->lon))
          g_string_append_printf (line, "%11.5f %10.5f  ", result->lon, result->lat);
        else
          g_string_append_printf (line, "%22s  ", "");
        g_string_append (line, layer);
        g_print ("%s\n", g_strchomp (line->str));
      }
}

int
atlas_command_search (int    argc,
                      char **argv)
{
  gboolean as_json = FALSE, fuzzy = FALSE;
  int limit = DEFAULT_LIMIT;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many results (default 20)"), N_("N") },
    { "fuzzy", 0, 0, G_OPTION_ARG_NONE, &fuzzy, N_("Also take n for l, z for zh, s for sh, c for ch, and -n for -ng"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasFinder) finder = NULL;
  g_autoptr (AtlasFound) found = NULL;
  g_autoptr (GArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *query = NULL;

  if (!atlas_command_parse ("search", _("QUERY [FILE…]"),
                            _("Looks up names, pinyin and its initials, other texts, layers, coordinates and K-numbers of the road."), entries, argc, argv))
    return EXIT_USAGE;
  if (rest == NULL)
    return atlas_command_wrong_use ("search", "%s", _("“search” needs something to look for."));
  if (limit < 1)
    return atlas_command_wrong_use ("search", "%s", _("--limit is a number of results, from 1."));
  query = g_filename_to_utf8 (rest[0], -1, NULL, NULL, NULL);
  if (query == NULL)
    query = g_utf8_make_valid (rest[0], -1);
  project = load (rest + 1, &error);
  if (project == NULL)
    {
      g_printerr ("taihang-atlas: %s\n", error->message);
      return EXIT_FAILURE;
    }
  finder = atlas_finder_new (project);
  found = atlas_finder_search (finder, query,
                               &(AtlasSearchOptions){ .limit = (guint) limit, .fuzzy = fuzzy, .lon = NAN, .lat = NAN });
  results = gather (found, (guint) limit, !as_json);
  if (as_json)
    print_json (results);
  else
    print_text (results, found);
  return EXIT_SUCCESS;
}
