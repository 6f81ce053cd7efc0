/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Symbols and names of layers of very many points.
 *
 * Painting a million points is quick, and their names must not be slower.  So they are taken from the spatial index, whose
 * boxes lie side by side in memory, node by node, in two passes.  The first notes all symbols.  Then it is known where among
 * them there is room for even the shortest name, which on a map so full is hardly anywhere; and the second looks at the points
 * near such room only: at their exact places, their names, their priorities.
 *
 * In the first pass a place is that of the index, which is right to 0.4 m; so this is for zooms where that is nothing.
 * Owner: the one thread that places names. */

#include "render/atlas-label-collector.h"

#include <math.h>

#include "render/atlas-label-place.h"

/* Fewer features than these are taken one after the other, which is as quick. */
#define LEAST_FEATURES 20000
/* From there on 0.4 m would be a tenth of a pixel. */
#define MAX_ZOOM 15.0
#define CANCEL_EVERY 64           /* nodes */
#define MOST_READ 250000          /* features whose names are all looked at once */

/* A node of the index with points in the area: where its features' numbers are, and where its points lie, world pixels. */
typedef struct
{
  const AtlasIndexBox *boxes;
  const guint32 *items;           /* in the table; %NULL: @first tells */
  guint          first;           /* in the copies */
  guint          n;
  AtlasLabelBox  box;
} Node;

typedef struct
{
  AtlasLabelCollector   *collector;
  const AtlasLabelRules *rules;
  const AtlasLabelRule  *all;     /* (nullable): for its symbol all features have this rule */
  gboolean               named;   /* any rule has names */
  gboolean               copy;    /* the index's items do not stay where they are */
  GArray                *nodes;   /* Node */
  GArray                *copies;  /* guint32 */
  guint                  n_visited;
  GCancellable          *cancellable;
} Points;

gboolean
_atlas_label_points_suit (const AtlasLabelRules *rules,
                          double                 zoom)
{
  AtlasTable *table = rules->layer->table;

  if (zoom >= MAX_ZOOM || atlas_table_get_geometry_kind (table) != ATLAS_GEOMETRY_POINT ||
      atlas_table_get_n_features (table) < LEAST_FEATURES)
    return FALSE;
  for (guint i = 0; i < rules->n_rules; i++)
    if (rules->rules[i].sized)
      return FALSE;

  return TRUE;
}

/* The rule that tells of every feature's symbol what its own would: %NULL when they differ, or some have none. */
static const AtlasLabelRule *
find_rule_of_all (const AtlasLabelRules *rules)
{
  const AtlasLabelRule *first = rules->rules;

  if (rules->lookup == NULL || rules->lookup->other < 0)
    return NULL;
  for (guint32 i = 0; rules->lookup->texts != NULL && i <= rules->lookup->mask; i++)
    if (rules->lookup->ids[i] != G_MAXUINT32 && rules->lookup->rules[i] < 0)
      return NULL;
  for (guint i = 1; i < rules->n_rules; i++)
    if (_atlas_label_collector_get_plane (&rules->rules[i]) != _atlas_label_collector_get_plane (first) ||
        rules->rules[i].radius != first->radius || rules->rules[i].round != first->round)
      return NULL;

  return first;
}

static void
note_symbol (Points               *self,
             const AtlasLabelRule *rule,
             double                x,
             double                y)
{
  AtlasLabelPlane plane = _atlas_label_collector_get_plane (rule);
  double r = rule->radius;

  if (plane != 0 && r > 0.0)
    atlas_label_grid_note (self->collector->grid, plane, rule->round, x, y, r);
}

static void
add_node (Points              *self,
          const AtlasIndexBox *boxes,
          const guint32       *items,
          gsize                n,
          const AtlasLabelBox *box)
{
  Node node = { boxes, self->copy ? NULL : items, self->copies->len, (guint) n, *box };

  if (self->copy)
    g_array_append_vals (self->copies, items, (guint) n);
  g_array_append_val (self->nodes, node);
}

/* Where the points of a node are, world.  It is projected whole, whatever of it is near, so that a point has the same pixels in
 * all views. */
static void
project_node (const AtlasIndexBox *boxes,
              gsize                n,
              double              *world)
{
  for (gsize i = 0; i < n; i++)
    {
      world[2 * i] = ((double) boxes[i].west + (double) boxes[i].east) / 2.0;
      world[2 * i + 1] = ((double) boxes[i].south + (double) boxes[i].north) / 2.0;
    }
  atlas_mercator_project (world, n, world);
}

/* The first pass. */
static gboolean
take_node (const AtlasIndexBox *boxes,
           const guint32       *items,
           gsize                n,
           gpointer             user_data)
{
  Points *self = user_data;
  const AtlasLabelBox *area = &self->collector->frame->area;
  const double size = self->collector->frame->world_size;
  const gsize n_features = atlas_table_get_n_features (self->rules->layer->table);
  double world[2 * ATLAS_INDEX_NODE];
  AtlasLabelBox near = { INFINITY, INFINITY, -INFINITY, -INFINITY };

  for (gsize i = 0; self->all == NULL && self->rules->lookup != NULL && i < n; i++)
    if (items[i] < n_features)
      atlas_style_lookup_expect (self->rules->lookup, items[i]);
  project_node (boxes, n, world);
  for (gsize i = 0; i < n; i++)
    {
      const double x = world[2 * i] * size, y = world[2 * i + 1] * size;
      const AtlasLabelRule *rule = self->all;

      /* Not so for the boxes of features without a place either. */
      if (!(fabs (x) < INFINITY && fabs (y) < INFINITY) || items[i] >= n_features)
        continue;
      if (rule == NULL)
        rule = _atlas_label_rules_get (self->rules, items[i], self->collector->frame->zoom);
      if (rule == NULL)
        continue;
      note_symbol (self, rule, x, y);
      near = (AtlasLabelBox) { MIN (near.x1, x), MIN (near.y1, y), MAX (near.x2, x), MAX (near.y2, y) };
    }
  if (self->named && near.x1 <= area->x2 && near.y1 <= area->y2 && near.x2 >= area->x1 && near.y2 >= area->y1)
    add_node (self, boxes, items, n, &near);

  return ++self->n_visited % CANCEL_EVERY != 0 || !g_cancellable_is_cancelled (self->cancellable);
}

double
_atlas_label_points_get_least_em (const AtlasLabelRule *rule)
{
  double em = INFINITY;

  /* Of very many names to read each would take longer than it saves, and there is little room between so many points. */
  if (atlas_table_get_n_features (rule->table) > MOST_READ)
    return 0.0;
  if (rule->field >= 0)
    em = MIN (em, atlas_table_get_shortest (rule->table, (guint) rule->field));
  if (rule->field_en >= 0)
    em = MIN (em, atlas_table_get_shortest (rule->table, (guint) rule->field_en));
  return em;
}

/* Where there is room for the shortest name of all rules.  Returns: (transfer full) (nullable): %NULL when that is not known. */
static AtlasLabelRoom *
find_room (const Points *self)
{
  double width = INFINITY, height = INFINITY, reach_x = 0.0, reach_y = 0.0;

  for (guint i = 0; i < self->rules->n_rules; i++)
    {
      const AtlasLabelRule *rule = &self->rules->rules[i];
      double least[2], far[2];

      if (!rule->named)
        continue;
      if (!atlas_label_get_least_room (rule, &least[0], &least[1], &far[0], &far[1]))
        return NULL;
      width = MIN (width, least[0]);
      height = MIN (height, least[1]);
      reach_x = MAX (reach_x, far[0]);
      reach_y = MAX (reach_y, far[1]);
    }
  return atlas_label_grid_find_room (self->collector->grid, width, height, reach_x, reach_y);
}

/* The second pass. */
static void
take_names (Points               *self,
            const Node           *node,
            const AtlasLabelRoom *room)
{
  AtlasTable *table = self->rules->layer->table;
  const guint32 *items = node->items != NULL ? node->items : &g_array_index (self->copies, guint32, node->first);
  const gsize n_features = atlas_table_get_n_features (table);
  const double size = self->collector->frame->world_size;

  double world[2 * ATLAS_INDEX_NODE];
  guint32 near[ATLAS_INDEX_NODE];
  guint n_near = 0;

  project_node (node->boxes, node->n, world);
  for (guint i = 0; i < node->n; i++)
    {
      if (items[i] >= n_features ||
          (room != NULL && !atlas_label_room_is_near (room, world[2 * i] * size, world[2 * i + 1] * size)))
        continue;
      near[n_near++] = items[i];
      if (self->rules->lookup != NULL)
        atlas_style_lookup_expect (self->rules->lookup, items[i]);
    }
  for (guint i = 0; i < n_near; i++)
    {
      const AtlasLabelRule *rule = _atlas_label_rules_get (self->rules, near[i], self->collector->frame->zoom);
      AtlasExtent extent = atlas_table_get_feature_extent (table, near[i]);

      if (rule != NULL && !atlas_extent_is_empty (&extent))
        _atlas_label_collector_add_point (self->collector, rule, self->rules->number, near[i], &extent,
                                          atlas_mercator_x (extent.west) * size,
                                          atlas_mercator_bands_y (&self->collector->bands, extent.south) * size, rule->radius);
    }
}

static gboolean
take_all_names (Points *self)
{
  g_autoptr (AtlasLabelRoom) room = NULL;

  atlas_label_grid_spread (self->collector->grid);
  room = find_room (self);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = &g_array_index (self->nodes, Node, i);

      if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      if (room == NULL || atlas_label_room_meets (room, &node->box))
        take_names (self, node, room);
    }
  return TRUE;
}

gboolean
_atlas_label_points_collect (AtlasLabelCollector   *self,
                             const AtlasLabelRules *rules,
                             GCancellable          *cancellable)
{
  AtlasTable *table = rules->layer->table;
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (guint32));
  Points points = {
    .collector = self,
    .rules = rules,
    .all = find_rule_of_all (rules),
    .copy = atlas_table_get_shown (table) != NULL,
    .nodes = nodes,
    .copies = copies,
    .cancellable = cancellable,
  };

  for (guint i = 0; i < rules->n_rules; i++)
    points.named = points.named || rules->rules[i].named;
  if (!atlas_table_visit_boxes (table, &rules->extent, take_node, &points))
    return FALSE;

  return !points.named || take_all_names (&points);
}
