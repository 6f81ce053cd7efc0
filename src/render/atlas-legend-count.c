/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many features of a layer belong to each entry of a legend: one pass over those in view, on all processors when they are
 * many.
 *
 * Threads: any; meant for a worker.  Costs what lies in view: the index finds it. */

#include "render/atlas-legend-private.h"

#include "data/atlas-parallel.h"

/* Features that one job looks at: far fewer than a frame's time. */
#define PART 32768
/* Up to this share of a layer asking the index costs less than holding the box of each feature against the view. */
#define SMALL_SHARE (1.0 / 32.0)

/* A pass over the features, shared by its jobs, which only read it but for @counts, of which each has its own. */
typedef struct
{
  const AtlasLegendLayer *layer;
  AtlasStyleMatcher      *matcher;
  const AtlasRule        *rules;
  const AtlasRule        *icons;
  const AtlasViewMeets   *meets;    /* NULL: all features count */
  const gboolean         *shown;
  const guint32          *features; /* NULL: all of the table */
  gsize                   n_features;
  double                  zoom;
  guint                   n_rules;
  guint                   n_slots;  /* of a job's counts: rules, pictograms, one for all */
  gsize                  *counts;
  GCancellable           *cancellable;
} Pass;

static void
count_icon (const Pass      *pass,
            const AtlasRule *rule,
            gsize            feature,
            gsize           *counts)
{
  const AtlasIconCase *found = atlas_style_matcher_icon_case (pass->matcher, rule, feature);

  /* Rules with a list of their own, which mean the same by the same words. */
  for (guint i = 0; found != NULL && i < pass->icons->marker.n_icons; i++)
    if (found == &pass->icons->marker.icons[i] || g_strcmp0 (found->value, pass->icons->marker.icons[i].value) == 0)
      {
        counts[pass->n_rules + i]++;
        return;
      }
}

static void
count_feature (const Pass *pass,
               gsize       feature,
               gsize      *counts)
{
  AtlasTable *table = pass->layer->table;
  const AtlasRule *rule, *class;

  if (atlas_table_get_geometry_type (table, feature) == ATLAS_GEOMETRY_NONE ||
      (pass->meets != NULL && !atlas_view_meets_feature (pass->meets, table, feature)))
    return;
  class = rule = atlas_style_matcher_match (pass->matcher, feature, pass->zoom);
  if (rule == NULL || !pass->shown[rule - pass->rules])
    return;

  counts[pass->n_slots - 1]++;
  if (rule->title == NULL)
    class = atlas_style_matcher_match_titled (pass->matcher, feature, pass->zoom);
  if (class != NULL)
    counts[class - pass->rules]++;
  if (pass->icons != NULL)
    count_icon (pass, rule, feature, counts);
}

static void
count_part (gsize    job,
            gpointer data)
{
  Pass *pass = data;
  gsize *counts = pass->counts + job * pass->n_slots;
  gsize end = MIN ((job + 1) * PART, pass->n_features);

  if (g_cancellable_is_cancelled (pass->cancellable))
    return;
  for (gsize i = job * PART; i < end; i++)
    count_feature (pass, pass->features != NULL ? pass->features[i] : i, counts);
}

static void
add_up (const Pass        *pass,
        gsize              n_jobs,
        AtlasLegendCounts *counts)
{
  guint n_icons = pass->n_slots - 1 - pass->n_rules;

  counts->of_rule = g_new0 (gsize, pass->n_rules);
  counts->of_icon = g_new0 (gsize, n_icons);
  counts->drawn = 0;
  for (gsize job = 0; job < n_jobs; job++)
    {
      const gsize *part = pass->counts + job * pass->n_slots;

      for (guint i = 0; i < pass->n_rules; i++)
        counts->of_rule[i] += part[i];
      for (guint i = 0; i < n_icons; i++)
        counts->of_icon[i] += part[pass->n_rules + i];
      counts->drawn += part[pass->n_slots - 1];
    }
}

/* How much of @whole lies in @extent. */
static double
get_share (const AtlasExtent *extent,
           const AtlasExtent *whole)
{
  double width = MIN (extent->east, whole->east) - MAX (extent->west, whole->west);
  double height = MIN (extent->north, whole->north) - MAX (extent->south, whole->south);
  double all = (whole->east - whole->west) * (whole->north - whole->south);

  if (!(width >= 0.0 && height >= 0.0))
    return 0.0;

  return all > 0.0 ? width * height / all : 1.0;
}

gboolean
_atlas_legend_count (const AtlasLegendLayer *layer,
                     const AtlasRule        *icons,
                     const AtlasViewMeets   *meets,
                     double                  zoom,
                     const gboolean         *shown,
                     AtlasLegendCounts      *counts,
                     GCancellable           *cancellable)
{
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (layer->style, layer->table);
  g_autoptr (GArray) found = NULL;
  g_autofree gsize *room = NULL;
  AtlasExtent extent = atlas_table_get_extent (layer->table);
  Pass pass = { .layer = layer, .matcher = matcher, .icons = icons, .shown = shown, .zoom = zoom, .cancellable = cancellable };
  gsize n_jobs;

  pass.rules = atlas_style_get_rules (layer->style, &pass.n_rules);
  pass.n_slots = pass.n_rules + (icons != NULL ? icons->marker.n_icons : 0) + 1;
  pass.n_features = atlas_table_get_n_features (layer->table);
  if (meets != NULL && !atlas_view_meets_all (meets, &extent))
    {
      pass.meets = meets;
      if (get_share (&meets->extent, &extent) < SMALL_SHARE)
        {
          found = atlas_table_query (layer->table, &meets->extent);
          pass.features = (const guint32 *) (const void *) found->data;
          pass.n_features = found->len;
        }
    }

  n_jobs = (pass.n_features + PART - 1) / PART;
  pass.counts = room = g_new0 (gsize, n_jobs * pass.n_slots);
  atlas_parallel_run (n_jobs, 0, count_part, &pass);
  add_up (&pass, n_jobs, counts);

  return !g_cancellable_is_cancelled (cancellable);
}

void
_atlas_legend_counts_clear (AtlasLegendCounts *self)
{
  g_clear_pointer (&self->of_rule, g_free);
  g_clear_pointer (&self->of_icon, g_free);
}
