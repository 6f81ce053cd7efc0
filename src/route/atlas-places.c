/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of places, looked up the way people say them: "平顺" is 平顺县.  Small layers, so every name is looked at.  The window's
 * search knows more (pinyin, misspellings); this is what the command line needs, behind one function. */

#include "route/atlas-places.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "data/atlas-search-match.h"
#include "geo/atlas-geodesic.h"
#include "route/atlas-route-error.h"
#include "route/atlas-route-names.h"

/* Places of one name within this are one, metres. */
#define SAME 5000.0
#define MOST_LISTED 6

typedef struct
{
  AtlasPlace place;
  char      *folded[3];      /* name, name_en, aliases */
  char      *county;         /* folded, without its ending */
  gboolean   is_area;        /* a county as a whole: its seat is meant if there is one of that name */
  double     rank;           /* of a town, 1 for the seat of a city; NaN */
} Entry;

struct _AtlasPlaces
{
  GArray    *entries;
  GPtrArray *tables;      /* whose texts are used */
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  for (guint i = 0; i < G_N_ELEMENTS (entry->folded); i++)
    g_free (entry->folded[i]);
  g_free (entry->county);
}

AtlasPlaces *
atlas_places_new (void)
{
  AtlasPlaces *self = g_new (AtlasPlaces, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_table_unref);
  return self;
}

void
atlas_places_free (AtlasPlaces *self)
{
  g_array_unref (self->entries);
  g_ptr_array_unref (self->tables);
  g_free (self);
}

/* What a kind of place is called at the end of its name, longest first. */
static char *
drop_ending (const char *folded)
{
  static const char *const endings[] = { "县城区", "县城", "城区", "市区", "街道", "县", "区", "市", "镇", "乡", "城",
                                         "county", "district", "township", "town", "city" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (folded, endings[i]) && g_utf8_strlen (folded, -1) - g_utf8_strlen (endings[i], -1) >= 1)
      return g_strndup (folded, strlen (folded) - strlen (endings[i]));
  return g_strdup (folded);
}

static void
add (AtlasPlaces      *self,
     const AtlasPlace *place,
     gboolean          is_area,
     double            rank)
{
  Entry entry = { .place = *place, .is_area = is_area, .rank = rank };
  g_autofree char *county = place->county != NULL ? atlas_route_names_fold (place->county) : NULL;

  if (place->name == NULL || !isfinite (place->lon) || !isfinite (place->lat))
    return;
  entry.folded[0] = atlas_route_names_fold (place->name);
  entry.folded[1] = place->name_en != NULL ? atlas_route_names_fold (place->name_en) : NULL;
  entry.folded[2] = place->alias != NULL ? atlas_route_names_fold (place->alias) : NULL;
  entry.county = county != NULL ? drop_ending (county) : NULL;
  g_array_append_val (self->entries, entry);
}

void
atlas_places_add_nodes (AtlasPlaces   *self,
                        AtlasChainage *chainage)
{
  AtlasTable *table = atlas_chainage_get_table (chainage);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_add (self->tables, atlas_table_ref (table));
  for (guint i = 0; i < atlas_chainage_get_n_segments (chainage); i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, i);

      for (int end = 0; end < 2; end++)
        {
          const char *node = atlas_route_names_get (table, segment->feature, end == 0 ? "from_node" : "to_node");
          AtlasPlace place = { .name = atlas_route_names_get (table, segment->feature, end == 0 ? "from" : "to"),
                               .name_en = atlas_route_names_get (table, segment->feature, end == 0 ? "from_en" : "to_en"),
                               .county = atlas_route_names_get (table, segment->feature, "county") };

          if (node != NULL && !g_hash_table_add (known, (gpointer) node))
            continue;
          atlas_route_line_locate (segment->line, end == 0 ? 0 : segment->length, &place.lon, &place.lat);
          add (self, &place, FALSE, NAN);
        }
    }
}

/* A county is where its most important town is, if that is known. */
static void
move_to_seat (AtlasPlaces *self,
              AtlasPlace  *place)
{
  double best = INFINITY;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->rank < best && g_strcmp0 (entry->place.county, place->name) == 0)
        {
          best = entry->rank;
          place->lon = entry->place.lon;
          place->lat = entry->place.lat;
        }
    }
}

void
atlas_places_add_table (AtlasPlaces *self,
                        AtlasTable  *table)
{
  int field = atlas_route_names_find_field (table), rank = atlas_table_find_field (table, "rank");

  if (field < 0)
    return;
  g_ptr_array_add (self->tables, atlas_table_ref (table));
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      AtlasExtent extent = atlas_table_get_feature_extent (table, i);
      AtlasPlace place = { .name = atlas_table_get_text (table, (guint) field, i, NULL),
                           .name_en = atlas_route_names_get (table, i, "name_en"),
                           .alias = atlas_route_names_get (table, i, "alias"),
                           .county = atlas_route_names_get (table, i, "county"),
                           .lon = (extent.west + extent.east) / 2,
                           .lat = (extent.south + extent.north) / 2 };

      if (!atlas_extent_is_empty (&extent))
        {
          gboolean is_area = extent.east > extent.west;

          if (is_area)
            move_to_seat (self, &place);
          add (self, &place, is_area, rank >= 0 ? atlas_table_get_number (table, (guint) rank, i) : NAN);
        }
    }
}

/* -- looking up -------------------------------------------------------------------------------------------------- */

/* How well an entry fits, 0 the best; -1: not at all. */
static int
get_fit (const Entry *entry,
         const char  *wanted,
         const char  *bare)
{
  int best = -1;

  for (guint i = 0; i < 2; i++)
    {
      const char *name = entry->folded[i];
      g_autofree char *short_name = NULL, *with_county = NULL;
      int fit = -1;

      if (name == NULL)
        continue;
      short_name = drop_ending (name);
      with_county = entry->county != NULL ? g_strconcat (entry->county, name, NULL) : NULL;
      if (strcmp (name, wanted) == 0)
        fit = 0;
      else if (strcmp (short_name, wanted) == 0)
        fit = 1;
      else if (with_county != NULL && (strcmp (with_county, wanted) == 0
                                       || (g_str_has_prefix (wanted, entry->county) && g_str_has_suffix (wanted, name)
                                           && strlen (wanted) <= strlen (with_county) + strlen ("县"))))
        fit = 2;
      else if (strcmp (short_name, bare) == 0)
        fit = 3;
      else if (g_str_has_prefix (name, wanted))
        fit = 5;
      else if (strstr (name, wanted) != NULL)
        fit = 6;
      if (fit >= 0 && (best < 0 || fit < best))
        best = fit;
    }
  if ((best < 0 || best > 4) && entry->folded[2] != NULL && strstr (entry->folded[2], wanted) != NULL)
    best = best < 0 ? 7 : 4;
  return best;
}

/* The list of the names that a text may stand for: with their county, so that one can tell them apart. */
static char *
list_places (AtlasPlaces *self,
             GArray      *which)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (which->len, MOST_LISTED); i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, g_array_index (which, guint, i));

      if (i > 0)
        g_string_append (list, C_("between names", ", "));
      if (entry->place.county != NULL && strcmp (entry->place.county, entry->place.name) != 0)
        g_string_append_printf (list, C_("a name and its county", "“%s” (%s)"), entry->place.name, entry->place.county);
      else
        g_string_append_printf (list, C_("a name", "“%s”"), entry->place.name);
    }
  if (which->len > MOST_LISTED)
    g_string_append (list, "…");
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static gboolean
parse_lon_lat (const char *text,
               AtlasPlace *place)
{
  g_auto (GStrv) pieces = g_strsplit (text, ",", -1);
  double numbers[2];

  if (g_strv_length (pieces) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      char *end;

      g_strstrip (pieces[i]);
      numbers[i] = g_ascii_strtod (pieces[i], &end);
      if (end == pieces[i] || *end != '\0' || !(fabs (numbers[i]) <= (i == 0 ? 180.0 : 90.0)))
        return FALSE;
    }
  *place = (AtlasPlace){ .lon = numbers[0], .lat = numbers[1] };
  return TRUE;
}

static void
set_unknown (AtlasPlaces  *self,
             const char   *text,
             GError      **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *near = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      g_ptr_array_add (names, (gpointer) g_array_index (self->entries, Entry, i).place.name);
      g_ptr_array_add (names, (gpointer) g_array_index (self->entries, Entry, i).place.name_en);
    }
  near = atlas_route_names_suggest (text, (const char *const *) names->pdata, names->len);
  if (*near != '\0')
    g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN, _("No place is called “%s”. Did you mean %s?"), text, near);
  else
    g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN,
                 _("No place is called “%s”. Give the name of a county, a town, a scenic spot or a place on the road, or longitude and latitude as in 113.12,36.19."),
                 text);
}

gboolean
atlas_places_find (AtlasPlaces  *self,
                   const char   *text,
                   AtlasPlace   *place,
                   GError      **error)
{
  g_autofree char *wanted = atlas_route_names_fold (text), *bare = drop_ending (wanted);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  int best = G_MAXINT;

  if (parse_lon_lat (text, place))
    return TRUE;
  for (guint i = 0; i < self->entries->len && *wanted != '\0'; i++)
    {
      int fit = get_fit (&g_array_index (self->entries, Entry, i), wanted, bare);

      if (fit < 0 || fit > best)
        continue;
      if (fit < best)
        g_array_set_size (found, 0);
      best = fit;
      g_array_append_val (found, i);
    }
  if (found->len == 0)
    {
      set_unknown (self, text, error);
      return FALSE;
    }
  for (guint i = 0; i < found->len && found->len > 1;)
    if (g_array_index (self->entries, Entry, g_array_index (found, guint, i)).is_area)
      g_array_remove_index (found, i);
    else
      i++;
  *place = g_array_index (self->entries, Entry, g_array_index (found, guint, 0)).place;
  for (guint i = 1; i < found->len;)
    {
      const AtlasPlace *other = &g_array_index (self->entries, Entry, g_array_index (found, guint, i)).place;

      if (atlas_geodesic_distance (place->lon, place->lat, other->lon, other->lat) <= SAME)
        g_array_remove_index (found, i);
      else
        i++;
    }
  if (found->len > 1)
    {
      g_autofree char *list = list_places (self, found);

      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_AMBIGUOUS,
                   _("“%s” may be any of %s. Write the name in full, with its county before it if need be."), text, list);
      return FALSE;
    }
  return TRUE;
}

/* -- suggesting -------------------------------------------------------------------------------------------------- */

/* How far a name may be from what was typed, in characters: a third of it. */
#define WRONG_PART 3

typedef struct
{
  guint entry;
  float points;
} Suggested;

static int
compare_suggested (gconstpointer a,
                   gconstpointer b)
{
  const Suggested *one = a, *other = b;

  if (one->points != other->points)
    return one->points > other->points ? -1 : 1;
  return one->entry < other->entry ? -1 : one->entry > other->entry;
}

/* How well an entry is what was typed; 0: not at all. */
static float
get_points (const Entry              *entry,
            const AtlasSearchPattern *pattern)
{
  const char *const texts[] = { entry->place.name, entry->place.name_en, entry->place.alias };
  float best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AtlasSearchMatch match;

      /* Another name counts a little less. */
      if (texts[i] != NULL && atlas_search_match_text (pattern, texts[i], &match))
        best = MAX (best, match.points - (i == 2 ? 5 : 0));
    }
  return best;
}

/* The same for what was mistyped. */
static float
get_near_points (const Entry *entry,
                 const char  *folded)
{
  const guint most = (guint) g_utf8_strlen (folded, -1) / WRONG_PART + 1;
  float best = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *bare = entry->folded[i] != NULL ? drop_ending (entry->folded[i]) : NULL;
      guint distance = most + 1;

      if (bare == NULL)
        continue;
      distance = MIN (atlas_route_names_distance (folded, bare, most), atlas_route_names_distance (folded, entry->folded[i], most));
      if (distance <= most && distance < (guint) g_utf8_strlen (bare, -1))
        best = MAX (best, 50.0f - (float) distance);
    }
  return best;
}

GArray *
atlas_places_suggest (AtlasPlaces *self,
                      const char  *text,
                      guint        most)
{
  g_autoptr (AtlasSearchPattern) pattern = atlas_search_pattern_new (text, FALSE);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Suggested));
  g_autofree char *folded = atlas_route_names_fold (text);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (AtlasPlace));

  for (int near = 0; near < 2 && found->len == 0 && pattern != NULL; near++)
    for (guint i = 0; i < self->entries->len; i++)
      {
        const Entry *entry = &g_array_index (self->entries, Entry, i);
        const Suggested suggested = { i, near == 0 ? get_points (entry, pattern) : get_near_points (entry, folded) };

        if (suggested.points > 0)
          g_array_append_val (found, suggested);
      }
  g_array_sort (found, compare_suggested);
  for (guint i = 0; i < found->len && places->len < most; i++)
    {
      const AtlasPlace *place = &g_array_index (self->entries, Entry, g_array_index (found, Suggested, i).entry).place;
      gboolean known = FALSE;

      for (guint j = 0; j < places->len && !known; j++)
        {
          const AtlasPlace *other = &g_array_index (places, AtlasPlace, j);

          known = strcmp (other->name, place->name) == 0
                  && atlas_geodesic_distance (other->lon, other->lat, place->lon, place->lat) <= SAME;
        }
      if (!known)
        g_array_append_val (places, *place);
    }
  return places;
}
