/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The road as a graph, and the shortest way over it.  Built once; a search has its own memory, so any thread may search. */

#include "route/atlas-network.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "route/atlas-route-error.h"
#include "route/atlas-route-line-private.h"
#include "route/atlas-route-names.h"

/* Shorter than this is at the same place, metres. */
#define TINY 0.01

typedef struct
{
  guint  from;
  guint  to;
  double length;
} Edge;

struct _AtlasNetwork
{
  gatomicrefcount  ref_count;
  AtlasChainage   *chainage;
  guint            n_edges;
  Edge            *edges;         /* as the segments */
  guint            n_nodes;
  guint           *first;         /* n_nodes + 1: where the edges of a node begin in @around */
  guint           *around;        /* edges, two entries each */
  guint           *component;     /* of each node */
  guint            n_components;
};

/* -- the graph --------------------------------------------------------------------------------------------------- */

static guint
find_root (guint *parents,
           guint  i)
{
  while (parents[i] != i)
    i = parents[i] = parents[parents[i]];
  return i;
}

typedef struct
{
  AtlasSpot spot;
  guint     end;     /* 2 × edge, + 1 for its end */
} End;

static int
compare_ends (const void *a,
              const void *b)
{
  double x = ((const End *) a)->spot.x, y = ((const End *) b)->spot.x;

  return (x > y) - (x < y);
}

static const char *
get_node_name (AtlasNetwork *self,
               guint         end)
{
  const AtlasChainageSegment *segment = atlas_chainage_get_segment (self->chainage, end / 2);

  return atlas_route_names_get (atlas_chainage_get_table (self->chainage), segment->feature, end % 2 == 0 ? "from_node" : "to_node");
}

/* Ends with one name are one; ends without a name are one when they are near. */
static void
join_ends (AtlasNetwork *self,
           guint        *parents,
           double        tolerance)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree End *ends = g_new (End, 2 * self->n_edges);
  guint n = 0;

  for (guint e = 0; e < 2 * self->n_edges; e++)
    {
      AtlasRouteLine *line = atlas_chainage_get_segment (self->chainage, e / 2)->line;
      const char *name = get_node_name (self, e);
      gpointer other;

      parents[e] = e;
      if (name == NULL)
        ends[n++] = (End){ line->spot[e % 2 == 0 ? 0 : line->n - 1], e };
      else if (g_hash_table_lookup_extended (named, name, NULL, &other))
        parents[e] = find_root (parents, GPOINTER_TO_UINT (other));
      else
        g_hash_table_insert (named, (gpointer) name, GUINT_TO_POINTER (e));
    }
  qsort (ends, n, sizeof (End), compare_ends);
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n && ends[j].spot.x - ends[i].spot.x <= tolerance; j++)
      {
        AtlasSpot way = atlas_spot_minus (ends[j].spot, ends[i].spot);

        if (atlas_spot_dot (way, way) <= tolerance * tolerance)
          parents[find_root (parents, ends[i].end)] = find_root (parents, ends[j].end);
      }
}

static void
number_nodes (AtlasNetwork *self,
              guint        *parents)
{
  g_autofree guint *numbers = g_new (guint, 2 * self->n_edges);

  memset (numbers, 0xff, 2 * self->n_edges * sizeof (guint));
  for (guint e = 0; e < 2 * self->n_edges; e++)
    {
      guint root = find_root (parents, e);

      if (numbers[root] == G_MAXUINT)
        numbers[root] = self->n_nodes++;
      if (e % 2 == 0)
        self->edges[e / 2].from = numbers[root];
      else
        self->edges[e / 2].to = numbers[root];
    }
  self->first = g_new0 (guint, self->n_nodes + 1);
  self->around = g_new (guint, 2 * self->n_edges);
  for (guint e = 0; e < self->n_edges; e++)
    {
      self->first[self->edges[e].from + 1]++;
      self->first[self->edges[e].to + 1]++;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    self->first[i + 1] += self->first[i];
  memset (numbers, 0, self->n_nodes * sizeof (guint));
  for (guint e = 0; e < self->n_edges; e++)
    {
      self->around[self->first[self->edges[e].from] + numbers[self->edges[e].from]++] = e;
      self->around[self->first[self->edges[e].to] + numbers[self->edges[e].to]++] = e;
    }
}

static void
number_components (AtlasNetwork *self)
{
  g_autofree guint *parents = g_new (guint, self->n_nodes), *numbers = g_new (guint, self->n_nodes);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      parents[i] = i;
      numbers[i] = G_MAXUINT;
    }
  for (guint e = 0; e < self->n_edges; e++)
    parents[find_root (parents, self->edges[e].from)] = find_root (parents, self->edges[e].to);
  self->component = g_new (guint, self->n_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      guint root = find_root (parents, i);

      if (numbers[root] == G_MAXUINT)
        numbers[root] = self->n_components++;
      self->component[i] = numbers[root];
    }
}

AtlasNetwork *
atlas_network_new (AtlasChainage *chainage,
                   double         tolerance)
{
  AtlasNetwork *self = g_new0 (AtlasNetwork, 1);
  g_autofree guint *parents = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->chainage = atlas_chainage_ref (chainage);
  self->n_edges = atlas_chainage_get_n_segments (chainage);
  self->edges = g_new0 (Edge, self->n_edges);
  for (guint e = 0; e < self->n_edges; e++)
    self->edges[e].length = atlas_chainage_get_segment (chainage, e)->length;
  parents = g_new (guint, 2 * self->n_edges);
  join_ends (self, parents, tolerance);
  number_nodes (self, parents);
  number_components (self);
  return self;
}

AtlasNetwork *
atlas_network_ref (AtlasNetwork *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_network_unref (AtlasNetwork *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->edges);
  g_free (self->first);
  g_free (self->around);
  g_free (self->component);
  atlas_chainage_unref (self->chainage);
  g_free (self);
}

AtlasChainage *
atlas_network_get_chainage (AtlasNetwork *self)
{
  return self->chainage;
}

guint
atlas_network_get_n_nodes (AtlasNetwork *self)
{
  return self->n_nodes;
}

guint
atlas_network_get_n_components (AtlasNetwork *self)
{
  return self->n_components;
}

void
atlas_network_get_ends (AtlasNetwork *self,
                        guint         segment,
                        guint        *from,
                        guint        *to)
{
  g_return_if_fail (segment < self->n_edges);
  *from = self->edges[segment].from;
  *to = self->edges[segment].to;
}

void
atlas_network_project (AtlasNetwork     *self,
                       double            lon,
                       double            lat,
                       AtlasNetworkSpot *spot)
{
  AtlasRouteLine *all = atlas_chainage_get_all (self->chainage);
  AtlasRouteFoot foot;

  atlas_route_line_nearest (all, lon, lat, &foot);
  spot->segment = atlas_route_line_get_stretch (all, foot.stretch)->segment;
  spot->chainage = atlas_route_line_get_chainage (all, foot.stretch, foot.measure);
  spot->offset = foot.offset;
}

/* -- the search -------------------------------------------------------------------------------------------------- */

typedef struct
{
  double distance;
  guint  node;
} Entry;

/* A part of a segment, in the direction of travel. */
typedef struct
{
  guint  segment;
  double from;
  double to;
} Part;

/* Whether a node was reached from where one begins, and to which end of that segment. */
enum
{
  NOT_HERE,
  TO_START,
  TO_END,
};

/* Distances from somewhere; an edge by which a node was reached leads back. */
struct _AtlasReach
{
  AtlasNetwork     *network;
  double           *distance;       /* of each node */
  guint            *by;             /* the edge by which it was reached */
  guint8           *begins;         /* of each node */
  GArray           *heap;           /* Entry; only while searching */
  GArray           *starts;         /* Part: where one may begin */
};

static void
heap_push (GArray *heap,
           Entry   entry)
{
  guint i = heap->len;

  g_array_append_val (heap, entry);
  while (i > 0)
    {
      guint up = (i - 1) / 2;

      if (g_array_index (heap, Entry, up).distance <= entry.distance)
        break;
      g_array_index (heap, Entry, i) = g_array_index (heap, Entry, up);
      i = up;
    }
  g_array_index (heap, Entry, i) = entry;
}

static Entry
heap_pop (GArray *heap)
{
  Entry top = g_array_index (heap, Entry, 0), last = g_array_index (heap, Entry, heap->len - 1);
  guint i = 0, n = heap->len - 1;

  for (;;)
    {
      guint child = 2 * i + 1;

      if (child >= n)
        break;
      if (child + 1 < n && g_array_index (heap, Entry, child + 1).distance < g_array_index (heap, Entry, child).distance)
        child++;
      if (g_array_index (heap, Entry, child).distance >= last.distance)
        break;
      g_array_index (heap, Entry, i) = g_array_index (heap, Entry, child);
      i = child;
    }
  if (n > 0)
    g_array_index (heap, Entry, i) = last;
  g_array_set_size (heap, n);
  return top;
}

static void
reach_node (AtlasReach *self,
            guint       node,
            double      distance,
            guint       by,
            guint8      begins)
{
  if (distance >= self->distance[node])
    return;
  self->distance[node] = distance;
  self->by[node] = by;
  self->begins[node] = begins;
  heap_push (self->heap, (Entry){ distance, node });
}

static AtlasReach *
reach_new (AtlasNetwork *network)
{
  AtlasReach *self = g_new0 (AtlasReach, 1);

  self->network = atlas_network_ref (network);
  self->distance = g_new (double, network->n_nodes);
  self->by = g_new (guint, network->n_nodes);
  self->begins = g_new0 (guint8, network->n_nodes);
  self->heap = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->starts = g_array_new (FALSE, FALSE, sizeof (Part));
  for (guint i = 0; i < network->n_nodes; i++)
    {
      self->distance[i] = INFINITY;
      self->by[i] = G_MAXUINT;
    }
  return self;
}

/* One may begin anywhere from one chainage to another of a segment. */
static void
reach_start (AtlasReach *self,
             guint       segment,
             double      from,
             double      to)
{
  const Edge *edge = &self->network->edges[segment];
  Part part = { segment, MIN (from, to), MAX (from, to) };

  g_array_append_val (self->starts, part);
  reach_node (self, edge->from, MAX (part.from, 0), segment, TO_START);
  reach_node (self, edge->to, MAX (edge->length - part.to, 0), segment, TO_END);
}

static void
reach_run (AtlasReach *self)
{
  AtlasNetwork *network = self->network;

  while (self->heap->len > 0)
    {
      Entry entry = heap_pop (self->heap);

      if (entry.distance > self->distance[entry.node])
        continue;
      for (guint i = network->first[entry.node]; i < network->first[entry.node + 1]; i++)
        {
          const Edge *edge = &network->edges[network->around[i]];
          guint other = edge->from == entry.node ? edge->to : edge->from;

          reach_node (self, other, entry.distance + edge->length, network->around[i], NOT_HERE);
        }
    }
  g_clear_pointer (&self->heap, g_array_unref);
}

AtlasReach *
atlas_network_reach_from_place (AtlasNetwork *self,
                                double        lon,
                                double        lat)
{
  AtlasReach *reach = reach_new (self);
  AtlasNetworkSpot spot;

  atlas_network_project (self, lon, lat, &spot);
  reach_start (reach, spot.segment, spot.chainage, spot.chainage);
  reach_run (reach);
  return reach;
}

AtlasReach *
atlas_network_reach_from_line (AtlasNetwork   *self,
                               AtlasRouteLine *line)
{
  g_autoptr (AtlasReach) reach = reach_new (self);

  for (guint i = 0; i < atlas_route_line_get_n_stretches (line); i++)
    {
      const AtlasRouteStretch *stretch = atlas_route_line_get_stretch (line, i);

      if (stretch->segment < self->n_edges)
        reach_start (reach, stretch->segment, stretch->from, stretch->to);
    }
  if (reach->starts->len == 0)
    return NULL;
  reach_run (reach);
  return g_steal_pointer (&reach);
}

void
atlas_reach_free (AtlasReach *self)
{
  atlas_network_unref (self->network);
  g_free (self->distance);
  g_free (self->by);
  g_free (self->begins);
  g_clear_pointer (&self->heap, g_array_unref);
  g_array_unref (self->starts);
  g_free (self);
}

/* The distance to a spot, and how one comes there: along its own segment from the part @direct (else -1), or
 * @from_start of the segment or from its end. */
static double
reach_spot (AtlasReach             *self,
            const AtlasNetworkSpot *spot,
            int                    *direct,
            gboolean               *from_start)
{
  const Edge *edge = &self->network->edges[spot->segment];
  double best = INFINITY, by_from = self->distance[edge->from] + spot->chainage;
  double by_to = self->distance[edge->to] + MAX (edge->length - spot->chainage, 0);

  *direct = -1;
  for (guint i = 0; i < self->starts->len; i++)
    {
      const Part *part = &g_array_index (self->starts, Part, i);
      double distance = MAX (MAX (part->from - spot->chainage, spot->chainage - part->to), 0);

      if (part->segment == spot->segment && distance < best)
        {
          best = distance;
          *direct = (int) i;
        }
    }
  if (MIN (by_from, by_to) < best)
    {
      best = MIN (by_from, by_to);
      *direct = -1;
    }
  *from_start = by_from <= by_to;
  return best;
}

double
atlas_reach_get_distance (AtlasReach             *self,
                          const AtlasNetworkSpot *spot)
{
  int direct;
  gboolean from_start;

  g_return_val_if_fail (spot->segment < self->network->n_edges, INFINITY);
  return reach_spot (self, spot, &direct, &from_start);
}

gboolean
atlas_reach_get_exit (AtlasReach             *self,
                      const AtlasNetworkSpot *spot,
                      AtlasNetworkSpot       *leave)
{
  const Edge *edges = self->network->edges;
  gboolean from_start;
  int direct;
  guint node;

  g_return_val_if_fail (spot->segment < self->network->n_edges, FALSE);
  if (!isfinite (reach_spot (self, spot, &direct, &from_start)))
    return FALSE;
  if (direct >= 0)
    {
      const Part *part = &g_array_index (self->starts, Part, direct);

      *leave = (AtlasNetworkSpot){ part->segment, CLAMP (spot->chainage, part->from, part->to), 0 };
      return TRUE;
    }
  node = from_start ? edges[spot->segment].from : edges[spot->segment].to;
  /* Back from node to node by the edges that reached them, until one was reached from the line itself. */
  while (self->begins[node] == NOT_HERE)
    {
      const Edge *edge = &edges[self->by[node]];

      node = edge->from == node ? edge->to : edge->from;
    }
  leave->segment = self->by[node];
  leave->chainage = self->begins[node] == TO_START ? self->distance[node] : edges[leave->segment].length - self->distance[node];
  leave->offset = 0;
  return TRUE;
}

/* -- paths ------------------------------------------------------------------------------------------------------- */

/* The parts of segments from one spot to another, in the order of travel, or NULL when there is no way. */
static GArray *
find_parts (AtlasNetwork           *self,
            const AtlasNetworkSpot *from,
            const AtlasNetworkSpot *to)
{
  g_autoptr (AtlasReach) reach = reach_new (self);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  Part last = { to->segment, 0, to->chainage };
  gboolean from_start;
  int direct;
  guint node;

  reach_start (reach, from->segment, from->chainage, from->chainage);
  reach_run (reach);
  if (!isfinite (reach_spot (reach, to, &direct, &from_start)))
    return NULL;
  if (direct >= 0)
    {
      last.from = from->chainage;
      g_array_append_val (parts, last);
      return g_steal_pointer (&parts);
    }
  last.from = from_start ? 0 : self->edges[to->segment].length;
  node = from_start ? self->edges[to->segment].from : self->edges[to->segment].to;
  g_array_append_val (parts, last);
  /* Back from node to node by the edges that reached them, until one was reached from the spot itself. */
  for (;;)
    {
      guint segment = reach->by[node];
      const Edge *edge = &self->edges[segment];
      Part part = { segment, 0, 0 };

      if (reach->begins[node] != NOT_HERE)
        {
          part.from = from->chainage;
          part.to = reach->begins[node] == TO_START ? 0 : edge->length;
          g_array_prepend_val (parts, part);
          return g_steal_pointer (&parts);
        }
      part.from = node == edge->to ? 0 : edge->length;
      part.to = edge->length - part.from;
      g_array_prepend_val (parts, part);
      node = node == edge->to ? edge->from : edge->to;
    }
}

/* How near two parts of the network that no edge joins come to one another. */
static double
get_gap (AtlasNetwork *self,
         guint         a,
         guint         b)
{
  AtlasRouteLineBuilder *builder = atlas_route_line_builder_new ();
  g_autoptr (AtlasRouteLine) line = NULL;
  double least = INFINITY;

  for (guint e = 0; e < self->n_edges; e++)
    if (self->component[self->edges[e].from] == a)
      atlas_route_line_builder_add (builder, atlas_chainage_get_segment (self->chainage, e)->line, 0, self->edges[e].length);
  line = atlas_route_line_builder_finish (builder, NULL);
  for (guint e = 0; e < self->n_edges; e++)
    {
      AtlasRouteLine *other = atlas_chainage_get_segment (self->chainage, e)->line;

      if (self->component[self->edges[e].from] != b)
        continue;
      for (gsize i = 0; i < other->n; i++)
        {
          AtlasRouteFoot foot;

          atlas_route_line_nearest (line, other->lon[i], other->lat[i], &foot);
          least = MIN (least, foot.offset);
        }
    }
  return least;
}

static void
set_no_path (AtlasNetwork            *self,
             const AtlasRoutePlace   *from,
             const AtlasRoutePlace   *to,
             const AtlasNetworkSpot  *from_spot,
             const AtlasNetworkSpot  *to_spot,
             GError                 **error)
{
  guint a = self->component[self->edges[from_spot->segment].from], b = self->component[self->edges[to_spot->segment].from];
  double gap = MIN (get_gap (self, a, b), get_gap (self, b, a));

  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_PATH,
               _("The road does not lead from “%s” to “%s”: they lie on parts of the network that are not joined and come within %.1f km of one another. Choose places on one part."),
               from->name != NULL ? from->name : _("the first place"), to->name != NULL ? to->name : _("the second place"), gap / 1000);
}

AtlasRouteLine *
atlas_network_find_path (AtlasNetwork           *self,
                         const AtlasRoutePlace  *places,
                         gsize                   n_places,
                         AtlasNetworkSpot       *spots,
                         GError                **error)
{
  g_autoptr (AtlasRouteLineBuilder) builder = atlas_route_line_builder_new ();
  AtlasNetworkSpot before = { 0 };

  g_return_val_if_fail (n_places >= 2, NULL);
  for (gsize i = 0; i < n_places; i++)
    {
      g_autoptr (GArray) parts = NULL;
      AtlasNetworkSpot spot;

      atlas_network_project (self, places[i].lon, places[i].lat, &spot);
      if (spots != NULL)
        spots[i] = spot;
      if (i > 0)
        {
          parts = find_parts (self, &before, &spot);
          if (parts == NULL)
            {
              set_no_path (self, &places[i - 1], &places[i], &before, &spot, error);
              return NULL;
            }
          for (guint k = 0; k < parts->len; k++)
            {
              const Part *part = &g_array_index (parts, Part, k);

              if (fabs (part->to - part->from) > TINY)
                atlas_route_line_builder_add (builder, atlas_chainage_get_segment (self->chainage, part->segment)->line, part->from,
                                              part->to);
            }
        }
      before = spot;
    }
  return atlas_route_line_builder_finish (g_steal_pointer (&builder), error);
}
