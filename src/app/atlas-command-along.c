/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command "along": what lies along the road, or along any line, in travel order. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/atlas-command-road.h"
#include "data/atlas-locale.h"
#include "data/atlas-source.h"
#include "route/atlas-along-export.h"
#include "route/atlas-route-error.h"

#define DEFAULT_WITHIN "5"

/* A place that is farther from the road than this is worth a word, metres. */
#define FAR_FROM_ROAD 2000.0

/* Places this near are one, metres: names are not more exact. */
#define SAME_PLACE 100.0

typedef struct
{
  char    *segment;
  char    *from;
  char    *to;
  char   **via;
  char    *line;
  char    *within;
  char    *where;
  char    *format;
  char   **layers;
  gboolean once;
  gboolean reverse;
  gboolean by_road;
  char    *by;
  GStrv    files;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->segment);
  g_free (self->from);
  g_free (self->to);
  g_strfreev (self->via);
  g_free (self->line);
  g_free (self->within);
  g_free (self->by);
  g_free (self->where);
  g_free (self->format);
  g_strfreev (self->layers);
  g_strfreev (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is travelled. */
typedef struct
{
  AtlasChainage  *road;        /* NULL: a line of its own */
  AtlasNetwork   *network;
  AtlasRouteLine *line;
  char           *title;
} Travel;

static void
travel_clear (Travel *self)
{
  g_clear_pointer (&self->line, atlas_route_line_unref);
  g_clear_pointer (&self->network, atlas_network_unref);
  g_clear_pointer (&self->road, atlas_chainage_unref);
  g_clear_pointer (&self->title, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Travel, travel_clear)

/* A measure on the line, said as a K-number or as a place beside it. */
static gboolean
find_measure (Travel      *travel,
              const char  *name,
              const char  *text,
              double      *measure,
              GError     **error)
{
  AtlasRouteFoot foot;
  AtlasPlace place;

  if (atlas_chainage_parse (text, measure, NULL))
    return atlas_chainage_check (travel->line, name, measure, error);
  if (!atlas_command_find_place (travel->road, text, &place, error))
    return FALSE;
  atlas_route_line_nearest (travel->line, place.lon, place.lat, &foot);
  *measure = foot.measure;
  return TRUE;
}

static gboolean
travel_segment (Travel         *travel,
                const Options  *options,
                GError        **error)
{
  double from = 0, to;

  travel->line = atlas_chainage_find (travel->road, options->segment, error);
  if (travel->line == NULL)
    return FALSE;
  travel->title = g_strdup (options->segment);
  to = atlas_route_line_get_length (travel->line);
  if ((options->from != NULL && !find_measure (travel, options->segment, options->from, &from, error))
      || (options->to != NULL && !find_measure (travel, options->segment, options->to, &to, error)))
    return FALSE;
  if (options->from != NULL || options->to != NULL)
    {
      AtlasRouteLine *part = fabs (to - from) > 0.01 ? atlas_route_line_slice (travel->line, from, to) : NULL;

      if (part == NULL)
        {
          g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                               _("The part of the road has no length: --from and --to are the same place. Choose two places that are apart."));
          return FALSE;
        }
      atlas_route_line_unref (travel->line);
      travel->line = part;
    }
  if (atlas_route_line_get_n_runs (travel->line) > 1)
    g_printerr (_("taihang-atlas: “%s” is no single line but %u pieces; K runs on from one to the next.\n"), options->segment,
                atlas_route_line_get_n_runs (travel->line));
  return TRUE;
}

/* The places in order, looked up. */
static gboolean
find_places (Travel         *travel,
             const Options  *options,
             GArray         *places,
             GError        **error)
{
  guint n_via = options->via != NULL ? g_strv_length (options->via) : 0;

  for (guint i = 0; i < n_via + 2; i++)
    {
      const char *text = i == 0 ? options->from : i == n_via + 1 ? options->to : options->via[i - 1];
      AtlasPlace found;
      AtlasRoutePlace place;

      if (!atlas_command_find_place (travel->road, text, &found, error))
        return FALSE;
      place = (AtlasRoutePlace){ found.lon, found.lat, text };
      if (found.name != NULL)
        place.name = !atlas_locale_is_chinese () && found.name_en != NULL ? found.name_en : found.name;
      g_array_append_val (places, place);
    }
  return TRUE;
}

static gboolean
travel_between (Travel         *travel,
                const Options  *options,
                GError        **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (AtlasRoutePlace));
  g_autoptr (GString) title = g_string_new (NULL);
  g_autofree AtlasNetworkSpot *spots = NULL;

  if (!find_places (travel, options, places, error))
    return FALSE;
  spots = g_new (AtlasNetworkSpot, places->len);
  travel->line = atlas_network_find_path (travel->network, (const AtlasRoutePlace *) places->data, places->len, spots, error);
  if (travel->line == NULL)
    return FALSE;
  if (atlas_route_line_get_length (travel->line) < SAME_PLACE)
    {
      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                   _("There is no way to go: “%s” and “%s” are at the same place of the road. Choose two places that are apart."),
                   options->from, options->to);
      return FALSE;
    }
  for (guint i = 0; i < places->len; i++)
    {
      const char *name = g_array_index (places, AtlasRoutePlace, i).name;

      g_string_append_printf (title, "%s%s", i > 0 ? " → " : "", name);
      if (spots[i].offset > FAR_FROM_ROAD)
        g_printerr (_("taihang-atlas: “%s” is %.1f km from the road; the list is of the road from where it is nearest.\n"), name,
                    spots[i].offset / 1000);
    }
  travel->title = g_string_free (g_steal_pointer (&title), FALSE);
  return TRUE;
}

static gboolean
travel_file (Travel         *travel,
             const Options  *options,
             GError        **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (options->line);
  g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, error);
  g_autofree char *base = g_file_get_basename (file);

  if (tables == NULL)
    return FALSE;
  /* The first layer with a line: a GPX has waypoints before its track. */
  for (guint i = 0; i < tables->len && travel->line == NULL; i++)
    {
      g_clear_error (error);
      travel->line = atlas_route_line_new_from_table (g_ptr_array_index (tables, i), error);
    }
  if (travel->line == NULL)
    {
      g_prefix_error (error, "%s: ", base);
      return FALSE;
    }
  travel->title = g_filename_display_name (base);
  if (atlas_route_line_get_n_runs (travel->line) > 1)
    g_printerr (_("taihang-atlas: “%s” is no single line but %u pieces; K runs on from one to the next.\n"), travel->title,
                atlas_route_line_get_n_runs (travel->line));
  return TRUE;
}

static gboolean
find_travel (Travel         *travel,
             const Options  *options,
             GError        **error)
{
  if (options->line != NULL)
    return travel_file (travel, options, error);
  travel->road = atlas_command_open_road (error);
  if (travel->road == NULL)
    return FALSE;
  travel->network = atlas_network_new (travel->road, ATLAS_ROUTE_TOUCH);
  return options->segment != NULL ? travel_segment (travel, options, error) : travel_between (travel, options, error);
}

static int
check_options (const Options    *options,
               double           *within,
               AtlasAlongFormat *format)
{
  guint ways = (options->segment != NULL) + (options->line != NULL) + (options->segment == NULL && (options->from != NULL || options->to != NULL));

  if (ways != 1)
    return atlas_command_wrong_use ("along", "%s", _("“along” needs one of --segment, --from with --to, and --line."));
  if (options->segment == NULL && options->line == NULL && (options->from == NULL || options->to == NULL))
    return atlas_command_wrong_use ("along", "%s", _("--from and --to go together."));
  if (options->via != NULL && (options->segment != NULL || options->line != NULL))
    return atlas_command_wrong_use ("along", "%s", _("--via goes with --from and --to."));
  if (options->by_road && options->line != NULL)
    return atlas_command_wrong_use ("along", "%s", _("--by-road goes with the road, not with --line."));
  if (options->by != NULL && !g_str_equal (options->by, "road") && !g_str_equal (options->by, "line"))
    return atlas_command_wrong_use ("along", _("--by “%s” is neither road nor line."), options->by);
  if (g_strcmp0 (options->by, "road") == 0 && options->line != NULL)
    return atlas_command_wrong_use ("along", "%s", _("--by road goes with the road, not with --line."));
  if (!atlas_command_parse_km (options->within != NULL ? options->within : DEFAULT_WITHIN, within))
    return atlas_command_wrong_use ("along", _("--within “%s” is no number of kilometres from 0 to 1000."), options->within);
  if (!atlas_along_format_parse (options->format != NULL ? options->format : "json", format))
    return atlas_command_wrong_use ("along", _("--format “%s” is none of json, csv, geojson, gpx and text."), options->format);
  return EXIT_SUCCESS;
}

static gboolean
is_match (gsize    feature,
          gpointer matcher)
{
  return atlas_filter_matcher_test (matcher, feature);
}

/* The layers to look in, each with a test of its own.  Of several layers only some need to have the fields of the filter; the
 * others have nothing of which it is true.  The search lets go of the tests.  Returns: (nullable): NULL when none has them. */
static GArray *
new_look_in (GArray       *layers,
             AtlasFilter  *filter,
             GError      **error)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (AtlasAlongLayer));
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < layers->len; i++)
    {
      const AtlasCommandLayer *layer = &g_array_index (layers, AtlasCommandLayer, i);
      AtlasAlongLayer look_in = { .table = layer->table, .name = layer->name };

      if (filter != NULL)
        {
          look_in.test_data = atlas_filter_bind (filter, layer->table, NULL, first == NULL ? &first : NULL);
          if (look_in.test_data == NULL)
            continue;
          look_in.test = is_match;
          look_in.test_free = (GDestroyNotify) atlas_filter_matcher_unref;
        }
      g_array_append_val (wanted, look_in);
    }
  if (wanted->len > 0 || first == NULL)
    return g_steal_pointer (&wanted);
  g_propagate_error (error, g_steal_pointer (&first));
  return NULL;
}

static int
run (const Options    *options,
     double            within,
     AtlasAlongFormat  format)
{
  g_auto (Travel) travel = { NULL, NULL, NULL, NULL };
  g_autoptr (GArray) layers = NULL, wanted = NULL;
  g_autoptr (AtlasFilter) filter = NULL;
  g_autoptr (AtlasAlong) along = NULL;
  g_autoptr (AtlasReach) reach = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const AtlasAlongOptions search = { .within = within, .each_passing = !options->once };
  AtlasAlongExport export = { .chinese = atlas_locale_is_chinese () };

  if (options->where != NULL && (filter = atlas_filter_new (options->where, &error)) == NULL)
    {
      atlas_command_complain_where (options->where, error);
      return EXIT_USAGE;
    }
  if (!find_travel (&travel, options, &error))
    return atlas_command_fail (error);
  if (options->reverse)
    {
      AtlasRouteLine *turned = atlas_route_line_reverse (travel.line);

      atlas_route_line_unref (travel.line);
      travel.line = turned;
    }
  layers = atlas_command_load_layers (options->files, options->layers, &error);
  if (layers == NULL)
    return atlas_command_fail (error);
  wanted = new_look_in (layers, filter, &error);
  if (wanted == NULL)
    {
      atlas_command_complain_where (options->where, error);
      return EXIT_FAILURE;
    }
  if (g_strcmp0 (options->by, "road") == 0)
    along = atlas_along_new_by_road (travel.line, travel.network, (const AtlasAlongLayer *) wanted->data, wanted->len, &search, NULL, &error);
  else
    along = atlas_along_new (travel.line, (const AtlasAlongLayer *) wanted->data, wanted->len, &search, NULL, &error);
  if (along == NULL)
    return atlas_command_fail (error);
  export.title = travel.title;
  if (options->by_road && travel.network != NULL)
    {
      reach = atlas_network_reach_from_line (travel.network, travel.line);
      export.network = travel.network;
      export.reach = reach;
    }
  text = atlas_along_export (along, format, &export);
  fputs (text, stdout);
  return EXIT_SUCCESS;
}

int
atlas_command_along (int    argc,
                     char **argv)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "segment", 0, 0, G_OPTION_ARG_STRING, &options.segment, N_("A segment of the road or a section of it"), N_("NAME") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_("Where one starts: a place, or with --segment a K-number"), N_("PLACE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_("Where one goes"), N_("PLACE") },
    { "via", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.via, N_("By way of which place; may be given several times"), N_("PLACE") },
    { "line", 0, 0, G_OPTION_ARG_FILENAME, &options.line, N_("A file with the line, such as a GPX track"), N_("LINEFILE") },
    { "within", 0, 0, G_OPTION_ARG_STRING, &options.within, N_("How far from the line (default 5)"), N_("KM") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_("How --within is counted: by line (default) or by road"), "road|line" },
    { "where", 0, 0, G_OPTION_ARG_STRING, &options.where, N_("Only features of which an expression is true"), N_("EXPR") },
    { "layer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.layers, N_("Look in this layer (default scenic); may be given several times"), N_("NAME") },
    { "once", 0, 0, G_OPTION_ARG_NONE, &options.once, N_("List a place once, where the line is nearest to it"), NULL },
    { "reverse", 0, 0, G_OPTION_ARG_NONE, &options.reverse, N_("Travel the other way"), NULL },
    { "by-road", 0, 0, G_OPTION_ARG_NONE, &options.by_road, N_("Also tell how far places are by the other roads of the network"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_("json (default), csv, geojson, gpx or text"), N_("FORMAT") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  AtlasAlongFormat format = ATLAS_ALONG_JSON;
  double within = 0;
  int status;

  if (!atlas_command_parse ("along", _("[FILE…]"), _("Lists what lies along the Taihang No. 1 road, or any line, in travel order."), entries, argc, argv))
    return EXIT_USAGE;
  status = check_options (&options, &within, &format);
  return status != EXIT_SUCCESS ? status : run (&options, within, format);
}
