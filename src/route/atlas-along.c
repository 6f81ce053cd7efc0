/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what lies along a line.  Features are shared out to all processors in jobs; each finds passings in the order of
 * travel, and all are put in order at the end.  The list is immutable: any thread. */

#include "route/atlas-along-private.h"

#include <math.h>
#include <stdlib.h>

#include "data/atlas-parallel.h"
#include "route/atlas-route-names.h"

/* Features in a job. */
#define JOB 512

/* Room for what the offsets of feet differ from the chords that are searched by, metres. */
#define SLACK 0.05

typedef struct
{
  AtlasTable *table;
  char       *name;
  int         name_field;
  int         name_en_field;
  int         visit_field;
} Layer;

typedef struct
{
  double               measure;
  const AtlasAlongHit *hit;
} Key;

struct _AtlasAlong
{
  gatomicrefcount  ref_count;
  AtlasRouteLine  *line;
  double           within;
  gboolean         by_road;
  Layer           *layers;
  gsize            n_layers;
  GPtrArray       *found;     /* of each job: GArray of AtlasAlongHit */
  Key             *order;     /* into them */
  gsize            n_items;
};

/* -- the search -------------------------------------------------------------------------------------------------- */

typedef struct
{
  AtlasRouteLine        *line;
  const AtlasAlongLayer *layer;
  guint32                number;
  double                 within;
  double                 apart;
  gboolean               each;
  const guint32         *features;     /* NULL: all */
  gsize                  n_features;
  GCancellable          *cancellable;
  GArray               **found;        /* of each job: AtlasAlongHit */
} Search;

static guint
get_stretch_number (AtlasRouteLine *line,
                    double          measure)
{
  const AtlasRouteStretch *stretch = atlas_route_line_find_stretch (line, measure, NULL);
  guint i = 0;

  while (atlas_route_line_get_stretch (line, i) != stretch)
    i++;
  return i;
}

/* The passings that a walk found, as items; without @each only the nearest. */
static void
keep_passings (const Search     *search,
               guint32           feature,
               AtlasPassingWalk *walk,
               AtlasShapeRoom   *room,
               const AtlasSpot  *point,
               const double     *coords,
               GArray           *found)
{
  guint first = found->len, nearest = 0;

  for (guint i = 1; i < walk->found->len; i++)
    if (g_array_index (walk->found, AtlasPassing, i).distance2 < g_array_index (walk->found, AtlasPassing, nearest).distance2)
      nearest = i;
  for (guint i = 0; i < walk->found->len; i++)
    {
      const AtlasPassing *passing = &g_array_index (walk->found, AtlasPassing, i);
      AtlasAlongHit hit = { .item = { .layer = search->number, .feature = feature, .road = NAN, .rest = NAN, .passing = (guint16) MIN (found->len - first + 1, G_MAXUINT16) } };
      AtlasAlongItem *item = &hit.item;
      AtlasRouteFoot foot, last;
      AtlasSpot place = point != NULL ? *point : (AtlasSpot){ 0 };

      if (!search->each && i != nearest)
        continue;
      if (point != NULL)
        {
          item->lon = coords[0];
          item->lat = coords[1];
        }
      else
        {
          _atlas_shape_room_get_place (room, passing, &item->lon, &item->lat);
          place = _atlas_spot (item->lon, item->lat);
        }
      _atlas_route_line_finish_foot (search->line, passing->piece, passing->part, &place, &foot, &hit.ahead);
      if (!(foot.offset <= search->within))
        continue;
      item->enter = item->leave = item->measure = foot.measure;
      item->foot_lon = foot.lon;
      item->foot_lat = foot.lat;
      item->offset = foot.offset;
      item->side = foot.side;
      item->stretch = foot.stretch;
      if (passing->last_piece != passing->piece || passing->last_part > passing->part)
        {
          /* The road runs through it: half-way is the same from both ends. */
          _atlas_route_line_finish_foot (search->line, passing->last_piece, passing->last_part, &place, &last, NULL);
          item->leave = last.measure;
          item->measure = (item->enter + item->leave) / 2;
          item->stretch = get_stretch_number (search->line, item->measure);
          item->offset = 0;
          item->side = ATLAS_ROUTE_ON;
          atlas_route_line_locate (search->line, item->measure, &item->foot_lon, &item->foot_lat);
          item->lon = item->foot_lon;
          item->lat = item->foot_lat;
          hit.ahead = 0;
        }
      g_array_append_val (found, hit);
    }
  for (guint i = first; i < found->len; i++)
    g_array_index (found, AtlasAlongHit, i).item.n_passings = (guint16) MIN (found->len - first, G_MAXUINT16);
}

static void
run_job (gsize    job,
         gpointer user_data)
{
  const Search *search = user_data;
  AtlasTable *table = search->layer->table;
  GArray *found = search->found[job];
  /* Passings are told apart by how far away the road gets, which is more than what is listed. */
  double within = _atlas_arc_to_chord (search->within + search->apart) + SLACK;
  g_autoptr (GArray) passings = g_array_new (FALSE, FALSE, sizeof (AtlasPassing));
  g_autoptr (AtlasShapeRoom) room = NULL;
  AtlasPassingWalk walk = { .within = within, .within2 = within * within, .apart = search->apart, .found = passings };

  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  for (gsize i = job * JOB; i < MIN ((job + 1) * JOB, search->n_features); i++)
    {
      guint32 feature = search->features != NULL ? search->features[i] : (guint32) i;
      AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);

      if (type == ATLAS_GEOMETRY_NONE
          || (search->layer->test != NULL && !search->layer->test (feature, search->layer->test_data)))
        continue;
      if (type == ATLAS_GEOMETRY_POINT)
        {
          AtlasPart part;
          AtlasSpot place;

          atlas_table_get_part (table, feature, 0, &part);
          place = _atlas_spot (part.coords[0], part.coords[1]);
          walk.has_inside = FALSE;
          _atlas_passing_walk_point (&walk, search->line, &place);
          keep_passings (search, feature, &walk, NULL, &place, part.coords, found);
          continue;
        }
      if (g_cancellable_is_cancelled (search->cancellable))
        return;
      if (room == NULL)
        room = _atlas_shape_room_new (search->line);
      _atlas_passing_walk_shape (&walk, room, table, feature, search->within + search->apart);
      keep_passings (search, feature, &walk, room, NULL, NULL, found);
    }
}

/* The features that may be near: all of them where the line runs all over the layer, else what the index offers. */
static GArray *
ask_index (AtlasTable     *table,
           AtlasRouteLine *line,
           double          within)
{
  AtlasExtent all = atlas_table_get_extent (table), around = atlas_route_line_get_extent (line);
  double dlat = within / 110500.0, dlon;

  around.south -= dlat;
  around.north += dlat;
  if (around.south < -85 || around.north > 85)
    return NULL;
  dlon = dlat / cos (MAX (fabs (around.south), fabs (around.north)) * (G_PI / 180.0));
  around.west -= dlon;
  around.east += dlon;
  if (around.west < -180 || around.east > 180
      || (around.west <= all.west && around.east >= all.east && around.south <= all.south && around.north >= all.north))
    return NULL;
  return atlas_table_query (table, &around);
}

/* What is found is added job by job. */
static void
search_layer (AtlasAlong              *self,
              const AtlasAlongLayer   *layer,
              guint32                  number,
              const AtlasAlongOptions *options,
              GCancellable            *cancellable)
{
  g_autoptr (GArray) features = ask_index (layer->table, self->line, options->within);
  Search search = { .line = self->line, .layer = layer, .number = number, .within = options->within, .each = options->each_passing,
                    .cancellable = cancellable };
  gsize n_jobs;

  search.apart = options->apart > 0 ? options->apart : MAX (MIN (ATLAS_ALONG_APART, options->within / 2), 1.0);
  search.features = features != NULL ? (const guint32 *) features->data : NULL;
  search.n_features = features != NULL ? features->len : atlas_table_get_n_features (layer->table);
  n_jobs = (search.n_features + JOB - 1) / JOB;
  for (gsize i = 0; i < n_jobs; i++)
    g_ptr_array_add (self->found, g_array_sized_new (FALSE, FALSE, sizeof (AtlasAlongHit), (guint) MIN (2 * JOB, search.n_features)));
  search.found = (GArray **) self->found->pdata + self->found->len - n_jobs;
  atlas_parallel_run (n_jobs, 0, run_job, &search);
}

/* -- the order --------------------------------------------------------------------------------------------------- */

static int
compare_keys (const void *a,
              const void *b)
{
  const Key *x = a, *y = b;

  if (x->measure != y->measure)
    return x->measure < y->measure ? -1 : 1;
  if (x->hit->ahead != y->hit->ahead)
    return x->hit->ahead < y->hit->ahead ? -1 : 1;
  if (x->hit->item.layer != y->hit->item.layer)
    return x->hit->item.layer < y->hit->item.layer ? -1 : 1;
  return x->hit->item.feature < y->hit->item.feature ? -1 : x->hit->item.feature > y->hit->item.feature;
}

/* Most often there are two or three. */
static void
sort_keys (Key  *keys,
           gsize n)
{
  if (n > 12)
    {
      qsort (keys, n, sizeof (Key), compare_keys);
      return;
    }
  for (gsize i = 1; i < n; i++)
    {
      Key key = keys[i];
      gsize j = i;

      for (; j > 0 && compare_keys (&keys[j - 1], &key) > 0; j--)
        keys[j] = keys[j - 1];
      keys[j] = key;
    }
}

/* Into as many bins as there are items, by measure, then each bin by itself: they lie well spread along a line.  The hits stay
 * where they are. */
static void
put_in_order (AtlasAlong *self)
{
  gsize n = 0, k = 0;
  g_autofree guint32 *ends = NULL;
  g_autofree Key *keys = NULL;
  double scale;

  for (guint job = 0; job < self->found->len; job++)
    n += ((GArray *) g_ptr_array_index (self->found, job))->len;
  ends = g_new0 (guint32, n + 2);
  keys = g_new (Key, n);
  scale = (double) n / atlas_route_line_get_length (self->line);
  for (guint job = 0; job < self->found->len; job++)
    {
      GArray *hits = g_ptr_array_index (self->found, job);

      for (guint i = 0; i < hits->len; i++)
        {
          const AtlasAlongHit *hit = &g_array_index (hits, AtlasAlongHit, i);

          keys[k++] = (Key){ hit->item.measure, hit };
          ends[(gsize) CLAMP (hit->item.measure * scale, 0, (double) n) + 1]++;
        }
    }
  for (gsize bin = 0; bin <= n; bin++)
    ends[bin + 1] += ends[bin];
  self->order = g_new (Key, n);
  self->n_items = n;
  for (gsize i = 0; i < n; i++)
    self->order[ends[(gsize) CLAMP (keys[i].measure * scale, 0, (double) n)]++] = keys[i];
  /* What was the start of a bin is now its end. */
  for (gsize bin = 0, start = 0; bin <= n; start = ends[bin++])
    sort_keys (self->order + start, ends[bin] - start);
}

static AtlasAlong *
along_new (AtlasRouteLine           *line,
           const AtlasAlongLayer    *layers,
           gsize                     n_layers,
           const AtlasAlongOptions  *options,
           GCancellable             *cancellable,
           GError                  **error)
{
  g_autoptr (AtlasAlong) self = g_new0 (AtlasAlong, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->line = atlas_route_line_ref (line);
  self->within = options->within;
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->layers = g_new0 (Layer, n_layers);
  self->n_layers = n_layers;
  for (gsize i = 0; i < n_layers; i++)
    {
      Layer *layer = &self->layers[i];

      layer->table = atlas_table_ref (layers[i].table);
      layer->name = g_strdup (layers[i].name);
      layer->name_field = atlas_route_names_find_field (layer->table);
      layer->name_en_field = atlas_table_find_field (layer->table, "name_en");
      layer->visit_field = atlas_table_find_field (layer->table, "visit_min");
      search_layer (self, &layers[i], (guint32) i, options, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  put_in_order (self);
  return g_steal_pointer (&self);
}

AtlasAlong *
_atlas_along_new_from_hits (AtlasAlong *like,
                            double      within,
                            GArray     *hits)
{
  AtlasAlong *self = g_new0 (AtlasAlong, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->line = atlas_route_line_ref (like->line);
  self->within = within;
  self->by_road = TRUE;
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_ptr_array_add (self->found, hits);
  self->layers = g_new0 (Layer, like->n_layers);
  self->n_layers = like->n_layers;
  for (gsize i = 0; i < like->n_layers; i++)
    {
      self->layers[i] = like->layers[i];
      atlas_table_ref (self->layers[i].table);
      self->layers[i].name = g_strdup (like->layers[i].name);
    }
  put_in_order (self);
  return self;
}

static void
release_tests (const AtlasAlongLayer *layers,
               gsize                  n_layers)
{
  for (gsize i = 0; i < n_layers; i++)
    if (layers[i].test_free != NULL)
      layers[i].test_free (layers[i].test_data);
}

AtlasAlong *
atlas_along_new (AtlasRouteLine           *line,
                 const AtlasAlongLayer    *layers,
                 gsize                     n_layers,
                 const AtlasAlongOptions  *options,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  AtlasAlong *self = along_new (line, layers, n_layers, options, cancellable, error);

  release_tests (layers, n_layers);
  return self;
}

typedef struct
{
  AtlasRouteLine    *line;
  AtlasAlongLayer   *layers;
  gsize              n_layers;
  AtlasAlongOptions  options;
} Task;

static void
task_free (Task *task)
{
  release_tests (task->layers, task->n_layers);
  for (gsize i = 0; i < task->n_layers; i++)
    {
      atlas_table_unref (task->layers[i].table);
      g_free ((char *) task->layers[i].name);
    }
  g_free (task->layers);
  atlas_route_line_unref (task->line);
  g_free (task);
}

static void
run_task (GTask        *gtask,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Task *task = task_data;
  GError *error = NULL;
  AtlasAlong *self = along_new (task->line, task->layers, task->n_layers, &task->options, cancellable, &error);

  if (self != NULL)
    g_task_return_pointer (gtask, self, (GDestroyNotify) atlas_along_unref);
  else
    g_task_return_error (gtask, error);
}

void
atlas_along_new_async (AtlasRouteLine          *line,
                       const AtlasAlongLayer   *layers,
                       gsize                    n_layers,
                       const AtlasAlongOptions *options,
                       GCancellable            *cancellable,
                       GAsyncReadyCallback      callback,
                       gpointer                 user_data)
{
  g_autoptr (GTask) gtask = g_task_new (NULL, cancellable, callback, user_data);
  Task *task = g_new0 (Task, 1);

  g_task_set_source_tag (gtask, atlas_along_new_async);
  task->line = atlas_route_line_ref (line);
  task->layers = g_memdup2 (layers, n_layers * sizeof (AtlasAlongLayer));
  task->n_layers = n_layers;
  task->options = *options;
  for (gsize i = 0; i < n_layers; i++)
    {
      atlas_table_ref (task->layers[i].table);
      task->layers[i].name = g_strdup (layers[i].name);
    }
  g_task_set_task_data (gtask, task, (GDestroyNotify) task_free);
  g_task_run_in_thread (gtask, run_task);
}

AtlasAlong *
atlas_along_new_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- what it says ------------------------------------------------------------------------------------------------ */

AtlasAlong *
atlas_along_ref (AtlasAlong *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_along_unref (AtlasAlong *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (gsize i = 0; i < self->n_layers; i++)
    {
      g_clear_pointer (&self->layers[i].table, atlas_table_unref);
      g_free (self->layers[i].name);
    }
  g_free (self->layers);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self->order);
  atlas_route_line_unref (self->line);
  g_free (self);
}

AtlasRouteLine *
atlas_along_get_line (AtlasAlong *self)
{
  return self->line;
}

double
atlas_along_get_within (AtlasAlong *self)
{
  return self->within;
}

gboolean
atlas_along_is_by_road (AtlasAlong *self)
{
  return self->by_road;
}

gsize
atlas_along_get_n_items (AtlasAlong *self)
{
  return self->n_items;
}

const AtlasAlongItem *
atlas_along_get_item (AtlasAlong *self,
                      gsize       index)
{
  g_return_val_if_fail (index < self->n_items, NULL);
  return &self->order[index].hit->item;
}

AtlasTable *
atlas_along_get_table (AtlasAlong *self,
                       guint32     layer)
{
  g_return_val_if_fail (layer < self->n_layers, NULL);
  return self->layers[layer].table;
}

const char *
atlas_along_get_layer_name (AtlasAlong *self,
                            guint32     layer)
{
  g_return_val_if_fail (layer < self->n_layers, NULL);
  return self->layers[layer].name;
}

static const char *
get_text (const Layer          *layer,
          int                   field,
          const AtlasAlongItem *item)
{
  const char *text = field >= 0 ? atlas_table_get_text (layer->table, (guint) field, item->feature, NULL) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

const char *
atlas_along_get_name (AtlasAlong *self,
                      gsize       index,
                      gboolean    english)
{
  const AtlasAlongItem *item = atlas_along_get_item (self, index);
  const Layer *layer = &self->layers[item->layer];
  const char *name = english ? get_text (layer, layer->name_en_field, item) : NULL;

  return name != NULL ? name : get_text (layer, layer->name_field, item);
}

const char *
atlas_along_get_id (AtlasAlong *self,
                    gsize       index)
{
  const AtlasAlongItem *item = atlas_along_get_item (self, index);

  return atlas_table_get_id (self->layers[item->layer].table, item->feature);
}

double
atlas_along_get_visit_minutes (AtlasAlong *self,
                               gsize       index)
{
  const AtlasAlongItem *item = atlas_along_get_item (self, index);
  const Layer *layer = &self->layers[item->layer];
  double minutes = layer->visit_field >= 0 ? atlas_table_get_number (layer->table, (guint) layer->visit_field, item->feature) : NAN;

  return minutes >= 0 ? minutes : NAN;
}

double
atlas_along_get_to_next (AtlasAlong *self,
                         gsize       index)
{
  double here = atlas_along_get_item (self, index)->measure;

  return (index + 1 < self->n_items ? self->order[index + 1].measure : atlas_route_line_get_length (self->line)) - here;
}

double
atlas_along_get_by_road (AtlasAlong   *self,
                         gsize         index,
                         AtlasNetwork *network,
                         AtlasReach   *reach,
                         double       *rest)
{
  const AtlasAlongItem *item = atlas_along_get_item (self, index);
  AtlasNetworkSpot spot;

  atlas_network_project (network, item->lon, item->lat, &spot);
  *rest = spot.offset;
  return atlas_reach_get_distance (reach, &spot);
}
