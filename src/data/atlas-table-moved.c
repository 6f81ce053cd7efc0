/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of AtlasTable: a table with its places moved, by which a map on paper, in a plane of its own, is painted by the painter of the
 * screen.
 *
 * Jobs of some thousand vertices each take features in their order, cut off what is far away, leave out vertices that make no
 * difference, add some to long pieces, and move the rest; their results are joined.  Any thread. */

#include "data/atlas-table-moved.h"

#include <math.h>
#include <string.h>

#include "data/atlas-parallel.h"
#include "data/atlas-table-private.h"

/* Vertices, or features, that one job takes. */
#define JOB_VERTICES 65536
#define JOB_FEATURES 8192
/* A piece gets no more vertices than this. */
#define MOST_STEPS 256

/** What a job makes. */
typedef struct
{
  gsize   first;       /* of the list of features */
  gsize   n;           /* of features */
  GArray *coords;      /* double */
  GArray *importance;  /* float */
  GArray *kinds;       /* guint8: a part each */
  GArray *sizes;       /* guint32: vertices of a part */
  GArray *n_parts;     /* guint32: of a feature */
} Job;

typedef struct
{
  AtlasTable           *table;
  const AtlasTableMove *move;
  const guint32        *features;
  GArray               *jobs;      /* Job */
  GCancellable         *cancellable;
} Moving;

/** A vertex on its way. */
typedef struct
{
  double at[2];
  float  importance;
} Vertex;

/* One side of a rectangle: what lies beyond @limit on axis @axis is cut off.  A line that leaves and comes back goes along the
 * side, out of sight. */
static void
cut_side (GArray  *in,
          GArray  *out,
          guint    axis,
          double   limit,
          gboolean above,
          gboolean closed)
{
  const Vertex *vertices = (const Vertex *) (gpointer) in->data;

  g_array_set_size (out, 0);
  for (guint i = 0; i < in->len; i++)
    {
      const Vertex *here = &vertices[i], *before = i > 0 ? here - 1 : closed ? &vertices[in->len - 1] : NULL;
      const gboolean inside = above ? here->at[axis] <= limit : here->at[axis] >= limit;
      gboolean was_inside = before == NULL ? inside : above ? before->at[axis] <= limit : before->at[axis] >= limit;

      if (inside != was_inside)
        {
          const double t = (limit - before->at[axis]) / (here->at[axis] - before->at[axis]);
          Vertex crossing = { .importance = INFINITY };

          crossing.at[axis] = limit;
          crossing.at[!axis] = before->at[!axis] + t * (here->at[!axis] - before->at[!axis]);
          g_array_append_val (out, crossing);
        }
      if (inside)
        g_array_append_val (out, *here);
    }
}

/* Returns the one of the two arrays that has the result. */
static GArray *
cut (GArray            *vertices,
     GArray            *room,
     const AtlasExtent *reach,
     gboolean           closed)
{
  cut_side (vertices, room, 0, reach->west, FALSE, closed);
  cut_side (room, vertices, 0, reach->east, TRUE, closed);
  cut_side (vertices, room, 1, reach->south, FALSE, closed);
  cut_side (room, vertices, 1, reach->north, TRUE, closed);

  return vertices;
}

static void
append (Job          *job,
        const double *at,
        float         importance)
{
  g_array_append_vals (job->coords, at, 2);
  g_array_append_val (job->importance, importance);
}

/* Appends @vertices with others between where they are far apart.  Both directions of a piece get the same ones. */
static void
append_line (Job                  *job,
             const AtlasTableMove *move,
             GArray               *vertices)
{
  for (guint i = 0; i < vertices->len; i++)
    {
      const Vertex *here = &g_array_index (vertices, Vertex, i);

      if (i > 0)
        {
          const Vertex *before = here - 1;
          const double dx = here->at[0] - before->at[0], dy = here->at[1] - before->at[1];
          const double pieces = MIN (ceil (MAX (fabs (dx), fabs (dy)) / move->step), MOST_STEPS);

          for (double k = 1.0; k < pieces; k += 1.0)
            append (job, (const double[]){ before->at[0] + dx * (k / pieces), before->at[1] + dy * (k / pieces) }, INFINITY);
        }
      append (job, here->at, here->importance);
    }
}

static gboolean
is_within (const AtlasExtent *self,
           const AtlasExtent *other)
{
  return self->west >= other->west && self->south >= other->south && self->east <= other->east && self->north <= other->north;
}

/* Appends the vertices of a part, not yet moved. */
static void
append_part (Job                  *job,
             const AtlasTableMove *move,
             const AtlasPart      *part,
             gboolean              far,
             GArray               *vertices,
             GArray               *room)
{
  const gboolean closed = part->kind == ATLAS_PART_RING || part->kind == ATLAS_PART_HOLE;
  gsize n = part->n_vertices;

  g_array_set_size (vertices, 0);
  /* A ring's last vertex is its first again, which cutting does not want. */
  if (closed && far && n > 1 && memcmp (part->coords, part->coords + 2 * (n - 1), 2 * sizeof (double)) == 0)
    n--;
  for (gsize i = 0; i < n; i++)
    {
      const Vertex vertex = { { part->coords[2 * i], part->coords[2 * i + 1] }, part->importance[i] };

      if (part->kind == ATLAS_PART_POINTS)
        {
          if (atlas_extent_contains (&move->reach, vertex.at[0], vertex.at[1]))
            append (job, vertex.at, vertex.importance);
        }
      else if (vertex.importance >= move->least || i == 0 || i + 1 == n)
        g_array_append_val (vertices, vertex);
    }
  if (part->kind == ATLAS_PART_POINTS)
    return;
  if (far)
    {
      vertices = cut (vertices, room, &move->reach, closed);
      if (closed && vertices->len > 0)
        {
          const Vertex first = g_array_index (vertices, Vertex, 0);

          g_array_append_val (vertices, first);
        }
    }
  append_line (job, move, vertices);
}

static void
take_feature (Moving *moving,
              Job    *job,
              gsize   feature,
              GArray *vertices,
              GArray *room)
{
  const AtlasExtent extent = atlas_table_get_feature_extent (moving->table, feature);
  const gboolean far = !is_within (&extent, &moving->move->reach);
  const guint32 n_parts = (guint32) atlas_table_get_n_parts (moving->table, feature);

  for (gsize p = 0; p < n_parts; p++)
    {
      const guint first = job->importance->len;
      AtlasPart part;
      guint8 kind;
      guint32 n;

      atlas_table_get_part (moving->table, feature, p, &part);
      append_part (job, moving->move, &part, far, vertices, room);
      kind = (guint8) part.kind;
      n = job->importance->len - first;
      g_array_append_val (job->kinds, kind);
      g_array_append_val (job->sizes, n);
    }
  g_array_append_val (job->n_parts, n_parts);
}

static gboolean
all_finite (const double *coords,
            gsize         n)
{
  for (gsize i = 0; i < 2 * n; i++)
    if (!isfinite (coords[i]))
      return FALSE;
  return TRUE;
}

/* Takes out parts that are empty or could not be moved; a ring that goes takes its holes along. */
static void
compact (Job *job)
{
  double *coords = (double *) (gpointer) job->coords->data;
  float *importance = (float *) (gpointer) job->importance->data;
  guint8 *kinds = (guint8 *) job->kinds->data;
  guint32 *sizes = (guint32 *) (gpointer) job->sizes->data;
  gsize from = 0, to = 0, part = 0, kept = 0;

  for (guint i = 0; i < job->n_parts->len; i++)
    {
      guint32 *n_parts = &g_array_index (job->n_parts, guint32, i);
      const gsize end = part + *n_parts;
      gboolean no_ring = FALSE;

      *n_parts = 0;
      for (; part < end; part++)
        {
          const gsize n = sizes[part];
          const guint8 kind = kinds[part];
          gboolean good = n > 0 && all_finite (coords + 2 * from, n) && !(kind == ATLAS_PART_HOLE && no_ring);

          if (kind != ATLAS_PART_HOLE)
            no_ring = !good;
          if (good)
            {
              memmove (coords + 2 * to, coords + 2 * from, 2 * n * sizeof (double));
              memmove (importance + to, importance + from, n * sizeof (float));
              kinds[kept] = kind;
              sizes[kept++] = (guint32) n;
              to += n;
              (*n_parts)++;
            }
          from += n;
        }
    }
  g_array_set_size (job->coords, (guint) (2 * to));
  g_array_set_size (job->importance, (guint) to);
  g_array_set_size (job->kinds, (guint) kept);
  g_array_set_size (job->sizes, (guint) kept);
}

static void
run_job (gsize    index,
         gpointer user_data)
{
  Moving *moving = user_data;
  Job *job = &g_array_index (moving->jobs, Job, index);
  g_autoptr (GArray) vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));
  g_autoptr (GArray) room = g_array_new (FALSE, FALSE, sizeof (Vertex));

  if (g_cancellable_is_cancelled (moving->cancellable))
    return;
  for (gsize i = 0; i < job->n; i++)
    take_feature (moving, job, moving->features[job->first + i], vertices, room);
  moving->move->move ((double *) (gpointer) job->coords->data, job->importance->len, moving->move->data);
  compact (job);
}

static void
clear_job (gpointer data)
{
  Job *self = data;

  g_array_unref (self->coords);
  g_array_unref (self->importance);
  g_array_unref (self->kinds);
  g_array_unref (self->sizes);
  g_array_unref (self->n_parts);
}

static gsize
count_vertices (AtlasTable *table,
                gsize       feature)
{
  return table->vertex_starts[table->part_starts[feature + 1]] - table->vertex_starts[table->part_starts[feature]];
}

static void
make_jobs (Moving *moving,
           gsize   n_features)
{
  gsize first = 0, vertices = 0;

  for (gsize i = 0; i < n_features; i++)
    {
      vertices += count_vertices (moving->table, moving->features[i]);
      if (vertices >= JOB_VERTICES || i + 1 - first >= JOB_FEATURES || i + 1 == n_features)
        {
          Job job = { .first = first, .n = i + 1 - first };

          job.coords = g_array_new (FALSE, FALSE, sizeof (double));
          job.importance = g_array_new (FALSE, FALSE, sizeof (float));
          job.kinds = g_array_new (FALSE, FALSE, sizeof (guint8));
          job.sizes = g_array_new (FALSE, FALSE, sizeof (guint32));
          job.n_parts = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_array_append_val (moving->jobs, job);
          first = i + 1;
          vertices = 0;
        }
    }
}

/* Puts a job's results into the arrays, from part *@part and vertex *@vertex on; @next is the next feature without a part_starts. */
static void
add_job (AtlasTableMovedArrays *own,
         Moving                *moving,
         const Job             *job,
         gsize                 *part,
         gsize                 *vertex,
         gsize                 *next)
{
  gsize first = *part;

  memcpy (own->coords + 2 * *vertex, job->coords->data, job->coords->len * sizeof (double));
  memcpy (own->importance + *vertex, job->importance->data, job->importance->len * sizeof (float));
  memcpy (own->part_kinds + *part, job->kinds->data, job->kinds->len);
  for (guint p = 0; p < job->sizes->len; p++, (*part)++)
    own->vertex_starts[*part + 1] = own->vertex_starts[*part] + g_array_index (job->sizes, guint32, p);
  *vertex += job->importance->len;
  for (gsize i = 0; i < job->n; i++)
    {
      const guint32 feature = moving->features[job->first + i], parts = g_array_index (job->n_parts, guint32, i);

      while (*next <= feature)
        own->part_starts[(*next)++] = (guint32) first;
      if (parts > 0)
        own->types[feature] = moving->table->types[feature];
      for (gsize v = own->vertex_starts[first]; v < own->vertex_starts[first + parts]; v++)
        atlas_extent_add_point (&own->extents[feature], own->coords[2 * v], own->coords[2 * v + 1]);
      first += parts;
    }
}

static AtlasTableMovedArrays *
join_jobs (Moving *moving)
{
  AtlasTableMovedArrays *own = g_new0 (AtlasTableMovedArrays, 1);
  const gsize n = moving->table->header->n_features, n_boxes = atlas_index_n_boxes (n);
  gsize n_parts = 0, n_vertices = 0, part = 0, vertex = 0, next = 0;

  for (guint j = 0; j < moving->jobs->len; j++)
    {
      n_parts += g_array_index (moving->jobs, Job, j).kinds->len;
      n_vertices += g_array_index (moving->jobs, Job, j).importance->len;
    }
  own->header = g_memdup2 (moving->table->header, sizeof *own->header);
  own->types = g_new0 (guint8, MAX (n, 1));
  own->extents = g_new (AtlasExtent, MAX (n, 1));
  own->part_starts = g_new (guint32, n + 1);
  own->part_kinds = g_new (guint8, MAX (n_parts, 1));
  own->vertex_starts = g_new0 (guint32, n_parts + 1);
  own->coords = g_new (double, MAX (2 * n_vertices, 1));
  own->importance = g_new (float, MAX (n_vertices, 1));
  own->boxes = g_new (AtlasIndexBox, MAX (n_boxes, 1));
  own->refs = g_new (guint32, MAX (n_boxes, 1));

  for (gsize i = 0; i < n; i++)
    own->extents[i] = atlas_extent_empty ();
  for (guint j = 0; j < moving->jobs->len; j++)
    add_job (own, moving, &g_array_index (moving->jobs, Job, j), &part, &vertex, &next);
  while (next <= n)
    own->part_starts[next++] = (guint32) n_parts;
  atlas_index_build (own->extents, n, own->boxes, own->refs);
  own->header->n_parts = n_parts;
  own->header->n_vertices = n_vertices;
  own->header->extent = atlas_extent_empty ();
  for (gsize i = 0; i < n; i++)
    atlas_extent_add (&own->header->extent, &own->extents[i]);

  return own;
}

AtlasTable *
atlas_table_new_moved (AtlasTable           *table,
                       const AtlasTableMove *move,
                       GCancellable         *cancellable)
{
  Moving moving = { .table = table, .move = move, .cancellable = cancellable };
  AtlasTableMovedArrays *own;
  AtlasTable *self;
  g_autoptr (GArray) features = NULL;
  g_autoptr (GArray) jobs = g_array_new (FALSE, FALSE, sizeof (Job));

  g_return_val_if_fail (table != NULL && move != NULL && move->move != NULL && move->step > 0.0, NULL);

  g_array_set_clear_func (jobs, clear_job);
  features = atlas_table_query (table, &move->extent);
  moving.features = (const guint32 *) (gpointer) features->data;
  moving.jobs = jobs;
  make_jobs (&moving, features->len);
  atlas_parallel_run (jobs->len, 0, run_job, &moving);
  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  own = join_jobs (&moving);

  self = g_new (AtlasTable, 1);
  *self = *table;
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (table->bytes);
  self->header = own->header;
  self->types = own->types;
  self->extents = own->extents;
  self->part_starts = own->part_starts;
  self->part_kinds = own->part_kinds;
  self->vertex_starts = own->vertex_starts;
  self->coords = own->coords;
  self->importance = own->importance;
  self->boxes = own->boxes;
  self->refs = own->refs;
  self->moved = own;
  self->whole = NULL;
  self->shown = table->shown != NULL ? atlas_feature_set_ref (table->shown) : NULL;
  self->extent = own->header->extent;
  self->found = NULL;
  self->runs = NULL;
  self->extra = NULL;
  g_mutex_init (&self->found_lock);
  g_mutex_init (&self->runs_lock);

  return self;
}

void
_atlas_table_moved_arrays_free (AtlasTableMovedArrays *self)
{
  g_free (self->header);
  g_free (self->types);
  g_free (self->extents);
  g_free (self->part_starts);
  g_free (self->part_kinds);
  g_free (self->vertex_starts);
  g_free (self->coords);
  g_free (self->importance);
  g_free (self->boxes);
  g_free (self->refs);
  g_free (self);
}
