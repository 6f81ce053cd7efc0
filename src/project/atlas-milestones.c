/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasMilestones: people say K12+300 and mean a place on the road that they are on, so the place is given on every line that
 * is long enough.  Made from a table once; any thread asks it. */

#include "project/atlas-milestones.h"

#include <math.h>

#include "data/atlas-locale.h"
#include "data/atlas-search-match.h"
#include "geo/atlas-geodesic.h"

/* A line's own name tells more than that of the section that it is in. */
#define OWN_NAME 0.5

/* How near two K-numbers are taken for one, metres. */
#define SAME 0.01

typedef struct
{
  const char     *name;
  const char     *name_en;
  const char     *section;      /* (nullable): of a segment */
  const char     *section_en;   /* (nullable): likewise */
  const char     *id;           /* (nullable): likewise */
  gboolean        joined;
  AtlasRouteLine *line;         /* (owned) */
} Line;

struct _AtlasMilestones
{
  gatomicrefcount  ref_count;
  AtlasChainage   *chainage;
  GArray          *lines;       /* Line, segments first; texts are the table's */
};

static void
line_clear (gpointer data)
{
  atlas_route_line_unref (((Line *) data)->line);
}

gboolean
atlas_milestones_is_road (AtlasTable *table)
{
  return atlas_table_find_field (table, "section") >= 0 && atlas_table_find_field (table, "length_km") >= 0;
}

static void
add_section (AtlasMilestones            *self,
             const AtlasChainageSegment *segment)
{
  g_autoptr (AtlasRouteLine) line = NULL;
  Line entry = { .name = segment->section, .name_en = segment->section_en, .joined = TRUE };

  for (guint i = 0; i < self->lines->len; i++)
    if (g_array_index (self->lines, Line, i).joined && g_strcmp0 (g_array_index (self->lines, Line, i).name, segment->section) == 0)
      return;
  line = atlas_chainage_find (self->chainage, segment->section, NULL);
  if (line == NULL || atlas_route_line_get_n_runs (line) > 1 || atlas_route_line_get_n_stretches (line) < 2)
    return;
  entry.line = g_steal_pointer (&line);
  g_array_append_val (self->lines, entry);
}

AtlasMilestones *
atlas_milestones_new (AtlasTable *table)
{
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (table, NULL);
  AtlasMilestones *self;
  guint n;

  if (chainage == NULL)
    return NULL;
  self = g_new0 (AtlasMilestones, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->chainage = g_steal_pointer (&chainage);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
  n = atlas_chainage_get_n_segments (self->chainage);
  for (guint i = 0; i < n; i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (self->chainage, i);
      Line entry = { segment->name, segment->name_en, segment->section, segment->section_en, segment->id, FALSE,
                     atlas_route_line_ref (segment->line) };

      g_array_append_val (self->lines, entry);
    }
  for (guint i = 0; i < n; i++)
    if (atlas_chainage_get_segment (self->chainage, i)->section != NULL)
      add_section (self, atlas_chainage_get_segment (self->chainage, i));
  return self;
}

AtlasMilestones *
atlas_milestones_ref (AtlasMilestones *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_milestones_unref (AtlasMilestones *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->lines);
  atlas_chainage_unref (self->chainage);
  g_free (self);
}

/* Returns: 0 when no name of the line is matched. */
static double
match_names (const Line               *line,
             const AtlasSearchPattern *pattern)
{
  const char *const names[] = { line->name, line->name_en, line->id, line->section, line->section_en };
  double best = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AtlasSearchMatch match;

      if (names[i] != NULL && atlas_search_match_text (pattern, names[i], &match))
        best = MAX (best, match.points + (i < 3 ? OWN_NAME : 0));
    }
  return best;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AtlasMilestone *x = a, *y = b;

  if (x->points != y->points)
    return x->points > y->points ? -1 : 1;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static const char *
get_name (const Line *line)
{
  const char *name = !atlas_locale_is_chinese () && line->name_en != NULL ? line->name_en : line->name;

  return name != NULL ? name : line->id != NULL ? line->id : "";
}

/* Where the line is not long enough, how long it is; where no line is called so, what there is. */
static char *
explain (AtlasMilestones *self,
         const Line      *longest,
         double           metres,
         const char      *name)
{
  g_autoptr (AtlasRouteLine) line = NULL;
  g_autoptr (GError) error = NULL;

  if (longest != NULL)
    atlas_chainage_check (longest->line, get_name (longest), &metres, &error);
  else
    line = atlas_chainage_find (self->chainage, name, &error);
  return error != NULL ? g_strdup (error->message) : NULL;
}

GArray *
atlas_milestones_find (AtlasMilestones  *self,
                       double            metres,
                       const char       *name,
                       gboolean          fuzzy,
                       AtlasFeatureSet  *shown,
                       double            lon,
                       double            lat,
                       guint             most,
                       char            **note)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AtlasMilestone));
  g_autoptr (AtlasSearchPattern) pattern = *name != '\0' ? atlas_search_pattern_new (name, fuzzy) : NULL;
  const Line *longest = NULL;

  *note = NULL;
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      const double points = pattern != NULL ? match_names (line, pattern) : 0;
      AtlasMilestone place = { .name = line->name, .name_en = line->name_en, .points = points };
      const AtlasRouteStretch *stretch;
      double measure = metres, chainage;

      if (*name != '\0' && points <= 0)
        continue;
      if (!atlas_chainage_check (line->line, get_name (line), &measure, NULL))
        {
          if (longest == NULL || atlas_route_line_get_length (line->line) > atlas_route_line_get_length (longest->line))
            longest = line;
          continue;
        }
      stretch = atlas_route_line_find_stretch (line->line, measure, &chainage);
      /* On the first segment of a section both have the same K. */
      if (line->joined && fabs (chainage - measure) < SAME)
        continue;
      place.feature = atlas_chainage_get_segment (self->chainage, stretch->segment)->feature;
      if (shown != NULL && !atlas_feature_set_contains (shown, place.feature))
        continue;
      atlas_route_line_locate (line->line, measure, &place.lon, &place.lat);
      if (isfinite (lon) && isfinite (lat))
        place.distance = atlas_geodesic_distance (lon, lat, place.lon, place.lat);
      g_array_append_val (found, place);
    }
  if (found->len == 0)
    *note = explain (self, longest, metres, name);
  g_array_sort (found, compare);
  if (found->len > most)
    g_array_set_size (found, most);
  return g_steal_pointer (&found);
}
