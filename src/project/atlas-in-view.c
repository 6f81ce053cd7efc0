/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in view, as a list.  The main thread takes a snapshot of the layers; a worker asks their indexes, leaves out what is
 * not drawn or only nearly in view, and puts the rest in order.  Layers themselves are touched on the main thread only. */

#include "project/atlas-in-view.h"

#include <math.h>
#include <unicode/ucol.h>

#include "data/atlas-filter.h"
#include "data/atlas-grade.h"
#include "geo/atlas-geodesic.h"
#include "geo/atlas-measure.h"
#include "project/atlas-layer-names.h"

/* Features between two looks at the cancellable. */
#define PATIENCE 4096

/* Of more lines and areas in view than these it is the box whose distance puts them in order. */
#define MOST_MEASURED 20000

#define METRES_PER_DEGREE 111320.0

/* A layer as the worker sees it, and what was found in it. */
typedef struct
{
  AtlasLayer *layer;             /* touched on the main thread only */
  AtlasTable *table;
  AtlasStyle *style;             /* (nullable) */
  int         name_field;        /* -1: none */
  gboolean    ground;
  gsize       total;
  GArray     *items;             /* (nullable): AtlasInViewItem */
} Source;

typedef struct
{
  AtlasInViewQuery query;
  GPtrArray       *sources;      /* Source, top layers first */
} Job;

/* Something in view, on its way into the list. */
typedef struct
{
  guint32  feature;
  guint32  name;                 /* the text's id; G_MAXUINT32: no name */
  float    grade;
  double   distance;             /* metres, maybe roughly */
} Candidate;

static void
source_free (gpointer data)
{
  Source *self = data;

  g_object_unref (self->layer);
  atlas_table_unref (self->table);
  g_clear_pointer (&self->style, atlas_style_unref);
  g_clear_pointer (&self->items, g_array_unref);
  g_free (self);
}

static void
job_free (Job *self)
{
  g_ptr_array_unref (self->sources);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* The last reference to a job may go away on a worker; the layers must not. */
static gboolean
free_on_main (gpointer data)
{
  job_free (data);
  return G_SOURCE_REMOVE;
}

static void
job_free_on_main (gpointer data)
{
  g_main_context_invoke (NULL, free_on_main, data);
}

/* -- the snapshot ------------------------------------------------------------------------------------------------ */

static void
add_source (Job        *self,
            AtlasLayer *layer,
            gboolean    ground)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);
  Source *source;

  if (table == NULL || !atlas_layer_get_visible (layer))
    return;
  source = g_new0 (Source, 1);
  source->layer = g_object_ref (layer);
  source->table = atlas_table_ref (table);
  source->style = style != NULL ? atlas_style_ref (style) : NULL;
  source->name_field = atlas_layer_find_name_field (layer);
  source->ground = ground;
  g_ptr_array_add (self->sources, source);
}

static Job *
new_job (AtlasProject           *project,
         const AtlasInViewQuery *query)
{
  Job *self = g_new0 (Job, 1);

  self->query = *query;
  self->sources = g_ptr_array_new_with_free_func (source_free);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (project)); i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      add_source (self, layer, FALSE);
    }
  if (atlas_project_get_basemap_visible (project))
    for (guint i = atlas_project_get_n_ground (project); i-- > 0;)
      {
        AtlasLayer *layer = atlas_project_get_ground (project, i);

        /* The shape of the land is not a thing to find. */
        if (!g_str_equal (atlas_layer_get_id (layer), "land") && !g_str_equal (atlas_layer_get_id (layer), "relief"))
          add_source (self, layer, TRUE);
      }
  return self;
}

/* -- what is in view --------------------------------------------------------------------------------------------- */

/* From the middle to the nearest place of a box, as on a plane. */
static double
measure_box (const AtlasInViewQuery *query,
             const AtlasExtent      *box)
{
  const double x = query->lon - CLAMP (query->lon, box->west, box->east);
  const double y = query->lat - CLAMP (query->lat, box->south, box->north);

  return hypot (x * cos (query->lat * G_PI / 180), y) * METRES_PER_DEGREE;
}

static gboolean
is_point (AtlasTable *table,
          gsize       feature)
{
  return atlas_table_get_geometry_type (table, feature) == ATLAS_GEOMETRY_POINT;
}

/* The features in view that are drawn.  Returns: (element-type Candidate); %NULL when it was stopped. */
static GArray *
collect (Source                 *source,
         const AtlasInViewQuery *query,
         GCancellable           *cancellable)
{
  g_autoptr (GArray) near = atlas_table_query (source->table, &query->extent), found = NULL;
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_extent (NULL, "view", &query->extent);
  g_autoptr (AtlasFilter) meets = atlas_filter_new ("intersects(@view)", NULL);
  g_autoptr (AtlasFilterMatcher) in_view = atlas_filter_bind (meets, source->table, context, NULL);
  g_autoptr (AtlasStyleMatcher) style = source->style != NULL ? atlas_style_matcher_new (source->style, source->table) : NULL;
  const int grade = atlas_grade_find_field (source->table);

  found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint i = 0; i < near->len; i++)
    {
      const guint32 feature = g_array_index (near, guint32, i);
      AtlasExtent box;
      Candidate candidate = { .feature = feature, .name = G_MAXUINT32 };

      if (i % PATIENCE == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (source->name_field >= 0)
        candidate.name = atlas_table_get_text_id (source->table, (guint) source->name_field, feature);
      if ((source->ground && candidate.name == G_MAXUINT32)
          || (style != NULL && atlas_style_matcher_match (style, feature, query->zoom) == NULL)
          || !atlas_filter_matcher_test (in_view, feature))
        continue;
      box = atlas_table_get_feature_extent (source->table, feature);
      candidate.grade = grade >= 0 ? atlas_grade_get (source->table, (guint) grade, feature) : 0;
      candidate.distance = is_point (source->table, feature) || near->len > MOST_MEASURED
                               ? measure_box (query, &box)
                               : atlas_table_distance (source->table, feature, query->lon, query->lat);
      g_array_append_val (found, candidate);
    }
  return g_steal_pointer (&found);
}

static int
compare_distances (gconstpointer a,
                   gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static int
compare_importance (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *x = a, *y = b;
  const gboolean named = x->name != G_MAXUINT32;

  if (x->grade != y->grade)
    return x->grade > y->grade ? -1 : 1;
  if (named != (y->name != G_MAXUINT32))
    return named ? -1 : 1;
  return compare_distances (a, b);
}

/* Of a river that is drawn in many parts the nearest stands for all. */
static void
keep_names_once (GArray *found)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  guint n = 0;

  g_array_sort (found, compare_distances);
  for (guint i = 0; i < found->len; i++)
    {
      const Candidate candidate = g_array_index (found, Candidate, i);

      if (g_hash_table_add (known, GUINT_TO_POINTER (candidate.name + 1)))
        g_array_index (found, Candidate, n++) = candidate;
    }
  g_array_set_size (found, n);
}

/* What names are compared with. */
typedef struct
{
  const Source *source;
  UCollator    *collator;        /* (nullable): Chinese by pinyin, numbers in texts as numbers */
} Names;

/* Of equals, the names decide. */
static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const Candidate *x = a, *y = b;
  const Names *names = data;
  const guint field = (guint) names->source->name_field;
  UErrorCode status = U_ZERO_ERROR;
  UCollationResult order;

  if (x->grade != y->grade || x->name == G_MAXUINT32 || y->name == G_MAXUINT32 || x->name == y->name || names->collator == NULL)
    return compare_importance (a, b);
  order = ucol_strcollUTF8 (names->collator, atlas_table_get_text (names->source->table, field, x->feature, NULL), -1,
                            atlas_table_get_text (names->source->table, field, y->feature, NULL), -1, &status);
  return order != UCOL_EQUAL ? (int) order : compare_distances (a, b);
}

static void
sort_names (const Source *source,
            GArray       *found)
{
  UErrorCode status = U_ZERO_ERROR;
  UCollator *collator = ucol_open ("zh", &status);
  Names names = { source, U_SUCCESS (status) ? collator : NULL };

  if (names.collator != NULL)
    ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
  g_array_sort_with_data (found, compare_names, &names);
  if (names.collator != NULL)
    ucol_close (collator);
}

/* -- how far, and in which direction ------------------------------------------------------------------------------ */

/* Makes @item's place that of the part, where that is nearer. */
static void
measure_part (const AtlasInViewQuery *query,
              const AtlasPart        *part,
              AtlasInViewItem        *item)
{
  if (part->kind == ATLAS_PART_POINTS)
    for (gsize i = 0; i < part->n_vertices; i++)
      {
        const double *place = part->coords + 2 * i;
        const double distance = atlas_geodesic_distance (query->lon, query->lat, place[0], place[1]);

        if (distance < item->distance)
          *item = (AtlasInViewItem){ item->feature, item->grade, distance, NAN, place[0], place[1] };
      }
  else
    {
      double lon, lat;
      const double distance = atlas_geodesic_distance_to_line (query->lon, query->lat, part->coords, part->n_vertices, &lon, &lat);

      if (distance < item->distance)
        *item = (AtlasInViewItem){ item->feature, item->grade, distance, NAN, lon, lat };
    }
}

static AtlasInViewItem
measure_item (const Source           *source,
              const AtlasInViewQuery *query,
              const Candidate        *candidate)
{
  AtlasInViewItem item = { candidate->feature, candidate->grade, INFINITY, NAN, query->lon, query->lat };

  if (atlas_table_distance (source->table, candidate->feature, query->lon, query->lat) <= 0)
    {
      item.distance = 0;
      return item;
    }
  for (gsize i = 0; i < atlas_table_get_n_parts (source->table, candidate->feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (source->table, candidate->feature, i, &part);
      measure_part (query, &part, &item);
    }
  item.bearing = atlas_measure_bearing (query->lon, query->lat, item.lon, item.lat);
  return item;
}

static gboolean
list_source (Source                 *source,
             const AtlasInViewQuery *query,
             GCancellable           *cancellable)
{
  const gboolean near = query->order == ATLAS_IN_VIEW_BY_NEARNESS;
  g_autoptr (GArray) found = collect (source, query, cancellable);

  if (found == NULL)
    return FALSE;
  if (source->ground)
    keep_names_once (found);
  source->total = found->len;
  g_array_sort (found, near ? compare_distances : compare_importance);
  g_array_set_size (found, MIN (found->len, query->most));
  if (!near)
    sort_names (source, found);
  source->items = g_array_new (FALSE, FALSE, sizeof (AtlasInViewItem));
  for (guint i = 0; i < found->len; i++)
    {
      const AtlasInViewItem item = measure_item (source, query, &g_array_index (found, Candidate, i));

      g_array_append_val (source->items, item);
    }
  return TRUE;
}

static gboolean
run (Job          *self,
     GCancellable *cancellable)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (!list_source (g_ptr_array_index (self->sources, i), &self->query, cancellable))
      return FALSE;
  return !g_cancellable_is_cancelled (cancellable);
}

/* -- the answer -------------------------------------------------------------------------------------------------- */

static void
group_free (gpointer data)
{
  AtlasInViewGroup *self = data;

  g_object_unref (self->layer);
  atlas_table_unref (self->table);
  g_free (self->items);
  g_free (self);
}

static GPtrArray *
take_groups (Job *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < self->sources->len; i++)
    {
      Source *source = g_ptr_array_index (self->sources, i);
      AtlasInViewGroup *group;

      if (source->total == 0)
        continue;
      group = g_new (AtlasInViewGroup, 1);
      *group = (AtlasInViewGroup){ g_object_ref (source->layer), atlas_table_ref (source->table), source->total, source->items->len, NULL };
      group->items = (AtlasInViewItem *) (gpointer) g_array_free (g_steal_pointer (&source->items), FALSE);
      g_ptr_array_add (groups, group);
    }
  return groups;
}

static void
in_view_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  if (run (data, cancellable))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error_if_cancelled (task);
}

void
atlas_in_view_async (AtlasProject           *project,
                     const AtlasInViewQuery *query,
                     GCancellable           *cancellable,
                     GAsyncReadyCallback     callback,
                     gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (project, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_in_view_async);
  g_task_set_task_data (task, new_job (project, query), job_free_on_main);
  g_task_run_in_thread (task, in_view_thread);
}

GPtrArray *
atlas_in_view_finish (AtlasProject  *project,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), NULL);
  return g_task_propagate_boolean (G_TASK (result), error) ? take_groups (g_task_get_task_data (G_TASK (result))) : NULL;
}

GPtrArray *
atlas_in_view (AtlasProject           *project,
               const AtlasInViewQuery *query)
{
  g_autoptr (Job) self = new_job (project, query);

  run (self, NULL);
  return take_groups (self);
}
