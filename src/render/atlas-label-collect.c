/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which names want a place in a view, in which order, and which symbols are in their way.
 *
 * Reads tables and styles, never changes them.  One pass over the features near the view; a layer of a million features
 * costs that pass and no more, for only the best few of each cell of 64 pixels become candidates.
 * Owner: the one thread that places names. */

#include "render/atlas-label-collect.h"

#include <math.h>
#include <string.h>

#include "render/atlas-label-collector.h"
#include "render/atlas-label-density.h"
#include "render/atlas-label-text.h"

#define N_KINDS 3
#define CELL 64.0
#define CANCEL_EVERY 512
#define MANY 256                  /* features for which it pays to make a table of the rules */
#define MOST_LINE_ROWS 2000000    /* rows of pixels of lines that names try to keep off */
#define LEAST_SIZE 4.0            /* letters under this many pixels are not drawn */
#define LEAST_AREA 6.0            /* nor names of areas that are smaller */

/* A name along a line goes to the best free place of its stretch: where that lies must be known, or the name jumps there when
 * it comes near. */
static double
get_margin (const AtlasLabelLayer *layers,
            gsize                  n_layers,
            double                 zoom)
{
  double margin = ATLAS_LABEL_MARGIN;

  for (gsize i = 0; i < n_layers; i++)
    {
      guint n_rules = 0;
      const AtlasRule *rules = atlas_style_get_rules (layers[i].style, &n_rules);

      for (guint k = 0; k < n_rules; k++)
        if (rules[k].label.visible && rules[k].label.placement != ATLAS_LABEL_POINT && zoom >= rules[k].label.min_zoom &&
            zoom < rules[k].label.max_zoom)
          margin = MAX (margin, ATLAS_LABEL_MARGIN_REPEAT * rules[k].label.repeat);
    }
  return MIN (margin, ATLAS_LABEL_MARGIN_MOST);
}

void
atlas_label_frame_init (AtlasLabelFrame       *self,
                        const AtlasView       *view,
                        const AtlasLabelLayer *layers,
                        gsize                  n_layers)
{
  const double square = ATLAS_LABEL_SQUARE;
  const double margin = get_margin (layers, n_layers, view->zoom);

  self->zoom = view->zoom;
  self->world_size = atlas_mercator_world_size (view->zoom);
  self->view.x1 = atlas_mercator_x (view->lon) * self->world_size - view->width / 2.0;
  self->view.y1 = atlas_mercator_y (view->lat) * self->world_size - view->height / 2.0;
  self->view.x2 = self->view.x1 + view->width;
  self->view.y2 = self->view.y1 + view->height;
  self->area = (AtlasLabelBox) {
    floor ((self->view.x1 - margin) / square) * square,
    floor ((self->view.y1 - margin) / square) * square,
    ceil ((self->view.x2 + margin) / square) * square,
    ceil ((self->view.y2 + margin) / square) * square,
  };
}

static int
find_field (AtlasTable *table,
            const char *name)
{
  return name != NULL && *name != '\0' ? atlas_table_find_field (table, name) : -1;
}

/* How far from its middle a line is drawn: that of @feature, or (@matcher is NULL) the widest that there may be. */
static double
get_half_width (const AtlasRule   *rule,
                double             zoom,
                AtlasStyleMatcher *matcher,
                gsize              feature)
{
  double half = 0.0;

  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasStroke *stroke = &rule->strokes[i];
      double width;

      if (!(zoom >= stroke->min_zoom && zoom < stroke->max_zoom))
        continue;
      width = matcher != NULL ? atlas_style_matcher_width (matcher, rule, i, feature, zoom)
                              : atlas_size_by_get_most (&stroke->width_by, atlas_zoom_ramp_at (&stroke->width, zoom));
      half = MAX (half, fabs (atlas_zoom_ramp_at (&stroke->offset, zoom)) + width / 2.0);
    }
  return half;
}

/* From the middle of a marker of @size to the edge of its rim. */
static double
get_radius (const AtlasRule *rule,
            double           size,
            double           zoom)
{
  return size > 0.0 ? size / 2.0 + atlas_zoom_ramp_at (&rule->marker.stroke_width, zoom) / 2.0 : 0.0;
}

static void
init_rule (AtlasLabelRule        *self,
           const AtlasRule       *rule,
           const AtlasLabelLayer *layer,
           AtlasStyleMatcher     *matcher,
           double                 zoom)
{
  const AtlasLabel *label = &rule->label;
  const AtlasMarker *marker = &rule->marker;

  self->rule = rule;
  self->table = layer->table;
  self->ground = layer->ground;
  self->opacity = CLAMP (layer->opacity, 0.0, 1.0);
  self->size = atlas_zoom_ramp_at (&label->size, zoom);
  self->matcher = matcher;
  self->half_width = get_half_width (rule, zoom, NULL, 0);
  for (guint i = 0; i < rule->n_strokes; i++)
    self->widened = self->widened || rule->strokes[i].width_by.field != NULL;
  self->field = find_field (layer->table, label->field);
  self->field_en = find_field (layer->table, label->field_en);
  self->priority_field = find_field (layer->table, label->priority_field);
  self->named = label->visible && zoom >= label->min_zoom && zoom < label->max_zoom && self->size >= LEAST_SIZE &&
                (self->field >= 0 || self->field_en >= 0);
  if (marker->visible && marker->shape != ATLAS_MARKER_NONE)
    {
      double size = atlas_size_by_get_most (&marker->size_by, atlas_zoom_ramp_at (&marker->size, zoom));

      self->marked = size > 0.0;
      self->sized = marker->size_by.field != NULL;
      self->radius = self->marked ? get_radius (rule, size, zoom) : 0.0;
      self->round = marker->shape == ATLAS_MARKER_CIRCLE || marker->shape == ATLAS_MARKER_RING ||
                    marker->shape == ATLAS_MARKER_DOUBLE_RING;
    }
}

/* A well-mixed number from where a feature is: an order that has nothing to do with its place in the file. */
static guint32
hash_extent (const AtlasExtent *extent)
{
  guint64 bits[2];
  guint64 h = G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  double sums[2] = { extent->west + 3.0 * extent->east, extent->south + 3.0 * extent->north };

  memcpy (bits, sums, sizeof bits);
  for (guint i = 0; i < 2; i++)
    {
      h ^= bits[i];
      h *= G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
      h ^= h >> 31;
      h *= G_GUINT64_CONSTANT (0x94D049BB133111EB);
      h ^= h >> 29;
    }
  return (guint32) (h >> 32);
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const AtlasLabelCandidate *one = a;
  const AtlasLabelCandidate *two = b;

  if (one->priority != two->priority)
    return one->priority > two->priority ? -1 : 1;
  if (one->layer != two->layer)
    return one->layer > two->layer ? -1 : 1;
  if (one->hash != two->hash)
    return one->hash < two->hash ? -1 : 1;
  return one->feature < two->feature ? -1 : one->feature > two->feature;
}

static void
note_worst (GArray         *all,
            AtlasLabelCell *cell)
{
  const AtlasLabelCandidate *worst = &g_array_index (all, AtlasLabelCandidate, cell->best[0]);

  cell->worst = 0;
  for (guint i = 1; i < ATLAS_LABEL_CELL_BEST; i++)
    {
      const AtlasLabelCandidate *other = &g_array_index (all, AtlasLabelCandidate, cell->best[i]);

      if (compare_candidates (other, worst) > 0)
        {
          cell->worst = i;
          worst = other;
        }
    }
  cell->worst_priority = worst->priority;
  cell->worst_layer = worst->layer;
  cell->worst_hash = worst->hash;
}

/* Takes a candidate into its cell if it is among the best there.  The place of one that is pushed out is used again, so
 * that the candidates stay few. */
static void
add_to_cell (AtlasLabelCollector       *self,
             const AtlasLabelCandidate *candidate)
{
  GArray *all = self->out->candidates;
  int column = (int) (floor (candidate->x / CELL) - self->cells_x);
  int row = (int) (floor (candidate->y / CELL) - self->cells_y);
  AtlasLabelCell *cell;

  if (column < 0 || row < 0 || column >= self->n_columns || row >= self->n_rows)
    return;
  cell = &self->cells[((gsize) candidate->kind * (gsize) self->n_rows + (gsize) row) * (gsize) self->n_columns +
                      (gsize) column];
  if (cell->n < ATLAS_LABEL_CELL_BEST)
    {
      cell->best[cell->n++] = all->len;
      g_array_append_val (all, *candidate);
    }
  /* Most of a million end here: what decides of them is in the cell itself. */
  else if (candidate->priority < cell->worst_priority ||
           (candidate->priority == cell->worst_priority && candidate->layer == cell->worst_layer &&
            candidate->hash > cell->worst_hash))
    return;
  else if (compare_candidates (candidate, &g_array_index (all, AtlasLabelCandidate, cell->best[cell->worst])) < 0)
    g_array_index (all, AtlasLabelCandidate, cell->best[cell->worst]) = *candidate;
  else
    return;

  if (cell->n == ATLAS_LABEL_CELL_BEST)
    note_worst (all, cell);
}

AtlasLabelPlane
_atlas_label_collector_get_plane (const AtlasLabelRule *rule)
{
  if (!rule->marked || (rule->ground && !rule->named))
    return 0;

  return rule->ground ? ATLAS_LABEL_PLANE_GROUND : ATLAS_LABEL_PLANE_SYMBOLS;
}

/* The radius of a feature's own marker; 0 when it has none. */
static double
get_marker_radius (const AtlasLabelCollector *self,
                   const AtlasLabelRule      *rule,
                   gsize                      feature)
{
  double zoom = self->frame->zoom;

  if (!rule->sized || !rule->marked)
    return rule->radius;
  return get_radius (rule->rule, atlas_style_matcher_size (rule->matcher, rule->rule, feature, zoom), zoom);
}

static void
take_marker (AtlasLabelCollector  *self,
             const AtlasLabelRule *rule,
             AtlasLabelPlane       plane,
             double                x,
             double                y,
             double                r)
{
  if (!(r > 0.0))
    return;
  if (rule->round)
    atlas_label_grid_note (self->grid, plane, TRUE, x, y, r);
  else
    atlas_label_grid_take (self->grid, plane, &(AtlasLabelBox) { x - r, y - r, x + r, y + r });
}

/* Symbols of all points of a feature.  Those of the ground give way, unless they may show a name themselves. */
static void
take_markers (AtlasLabelCollector  *self,
              const AtlasLabelRule *rule,
              gsize                 feature)
{
  gsize n_parts = atlas_table_get_n_parts (rule->table, feature);
  AtlasLabelPlane plane = _atlas_label_collector_get_plane (rule);
  double radius = get_marker_radius (self, rule, feature);

  if (plane == 0)
    return;
  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;

      atlas_table_get_part (rule->table, feature, i, &part);
      if (part.kind != ATLAS_PART_POINTS)
        continue;
      for (gsize v = 0; v < part.n_vertices; v++)
        take_marker (self, rule, plane, atlas_mercator_x (part.coords[2 * v]) * self->frame->world_size,
                     atlas_mercator_y (part.coords[2 * v + 1]) * self->frame->world_size, radius);
    }
}

/* From the middle of a feature's line to the edge of it as drawn; 0 when it is not. */
static double
get_line_reach (const AtlasLabelCollector *self,
                const AtlasLabelRule      *rule,
                gsize                      feature)
{
  return rule->widened ? get_half_width (rule->rule, self->frame->zoom, rule->matcher, feature) : rule->half_width;
}

/* The lines of a subject: a name over one reads badly, so another place is better. */
static void
take_lines (AtlasLabelCollector  *self,
            const AtlasLabelRule *rule,
            gsize                 feature)
{
  const double scale = self->frame->world_size;
  const float threshold = (float) (1.0 / scale);
  gsize n_parts = atlas_table_get_n_parts (rule->table, feature);
  double reach;

  if (rule->ground || rule->half_width <= 0.0)
    return;
  reach = get_line_reach (self, rule, feature);
  for (gsize i = 0; reach > 0.0 && i < n_parts && self->n_rows_taken < MOST_LINE_ROWS; i++)
    {
      AtlasPart part;
      double *world;
      gsize n = 0;

      atlas_table_get_part (rule->table, feature, i, &part);
      if (part.kind != ATLAS_PART_LINE)
        continue;
      g_array_set_size (self->scratch, (guint) (2 * part.n_vertices));
      world = (double *) (gpointer) self->scratch->data;
      for (gsize v = 0; v < part.n_vertices; v++)
        if (part.importance[v] >= threshold)
          {
            world[2 * n] = part.coords[2 * v];
            world[2 * n + 1] = part.coords[2 * v + 1];
            n++;
          }
      atlas_mercator_project (world, n, world);
      for (gsize v = 0; v < 2 * n; v++)
        world[v] *= scale;
      for (gsize v = 1; v < n; v++)
        self->n_rows_taken += atlas_label_grid_take_segment (self->grid, ATLAS_LABEL_PLANE_LINES, &world[2 * v - 2],
                                                             &world[2 * v], reach);
    }
}

/* What a name of this feature would lie on: a collection's largest kind of part decides. */
static AtlasLabelKind
get_kind (AtlasTable *table,
          gsize       feature)
{
  gsize n_parts;
  AtlasLabelKind kind = ATLAS_LABEL_AT_POINT;

  switch (atlas_table_get_geometry_type (table, feature))
    {
    case ATLAS_GEOMETRY_LINE:
    case ATLAS_GEOMETRY_MULTI_LINE:
      return ATLAS_LABEL_ON_LINE;
    case ATLAS_GEOMETRY_POLYGON:
    case ATLAS_GEOMETRY_MULTI_POLYGON:
      return ATLAS_LABEL_IN_AREA;
    case ATLAS_GEOMETRY_COLLECTION:
      n_parts = atlas_table_get_n_parts (table, feature);
      for (gsize i = 0; i < n_parts; i++)
        {
          AtlasPart part;

          atlas_table_get_part (table, feature, i, &part);
          if (part.kind == ATLAS_PART_RING)
            return ATLAS_LABEL_IN_AREA;
          if (part.kind == ATLAS_PART_LINE)
            kind = ATLAS_LABEL_ON_LINE;
        }
      return kind;
    case ATLAS_GEOMETRY_NONE:
    case ATLAS_GEOMETRY_POINT:
    case ATLAS_GEOMETRY_MULTI_POINT:
    default:
      return ATLAS_LABEL_AT_POINT;
    }
}

/* Whether a feature has a name at all: one without must not keep others out of its cell. */
static gboolean
has_name (const AtlasLabelRule *rule,
          gsize                 feature)
{
  return rule->named && ((rule->field >= 0 && !atlas_table_is_null (rule->table, (guint) rule->field, feature)) ||
                         (rule->field_en >= 0 && !atlas_table_is_null (rule->table, (guint) rule->field_en, feature)));
}

/* All of a candidate but where it is. */
static AtlasLabelCandidate
make_candidate (const AtlasLabelRule *rule,
                guint32               layer,
                guint32               feature,
                const AtlasExtent    *extent,
                AtlasLabelKind        kind)
{
  AtlasLabelCandidate candidate = {
    .rule = rule,
    .layer = layer,
    .feature = feature,
    .priority = rule->rule->label.priority,
    .hash = hash_extent (extent),
    .kind = kind,
  };

  if (rule->priority_field >= 0)
    {
      double value = atlas_table_get_number (rule->table, (guint) rule->priority_field, feature);

      if (isfinite (value))
        candidate.priority += value;
    }
  return candidate;
}

static void
add_candidate (AtlasLabelCollector  *self,
               const AtlasLabelRule *rule,
               guint32               layer,
               guint32               feature)
{
  AtlasExtent extent = atlas_table_get_feature_extent (rule->table, feature);
  double scale = self->frame->world_size;
  AtlasLabelCandidate candidate;

  if (atlas_extent_is_empty (&extent))
    return;
  candidate = make_candidate (rule, layer, feature, &extent, get_kind (rule->table, feature));
  if (candidate.kind == ATLAS_LABEL_AT_POINT)
    {
      AtlasPart part;

      atlas_table_get_part (rule->table, feature, 0, &part);
      if (part.n_vertices == 0)
        return;
      candidate.x = atlas_mercator_x (part.coords[0]) * scale;
      candidate.y = atlas_mercator_y (part.coords[1]) * scale;
      candidate.reach = get_marker_radius (self, rule, feature);
    }
  else
    {
      double north = atlas_mercator_y (extent.north) * scale, south = atlas_mercator_y (extent.south) * scale;

      candidate.x = atlas_mercator_x ((extent.west + extent.east) / 2.0) * scale;
      candidate.y = (south + north) / 2.0;
      candidate.extent = MAX ((extent.east - extent.west) / 360.0 * scale, south - north);
      if (candidate.kind == ATLAS_LABEL_IN_AREA && candidate.extent < LEAST_AREA)
        return;
      candidate.reach = get_line_reach (self, rule, feature);
    }

  /* What is large may have its name far from its middle, but of such there are not many. */
  if (candidate.extent >= ATLAS_LABEL_SQUARE)
    g_array_append_val (self->out->candidates, candidate);
  else
    add_to_cell (self, &candidate);
}

void
_atlas_label_collector_add_point (AtlasLabelCollector  *self,
                                  const AtlasLabelRule *rule,
                                  guint32               layer,
                                  guint32               feature,
                                  const AtlasExtent    *extent,
                                  double                x,
                                  double                y,
                                  double                radius)
{
  AtlasLabelCandidate candidate;

  if (!has_name (rule, feature))
    return;
  candidate = make_candidate (rule, layer, feature, extent, ATLAS_LABEL_AT_POINT);
  candidate.x = x;
  candidate.y = y;
  candidate.reach = radius;
  add_to_cell (self, &candidate);
}

/* A feature that is one point, projected once for its symbol and its name. */
static void
take_point (AtlasLabelCollector  *self,
            const AtlasLabelRule *rule,
            guint32               layer,
            guint32               feature)
{
  AtlasExtent extent = atlas_table_get_feature_extent (rule->table, feature);
  double radius = get_marker_radius (self, rule, feature);
  double x, y;

  if (atlas_extent_is_empty (&extent))
    return;
  x = atlas_mercator_x (extent.west) * self->frame->world_size;
  y = atlas_mercator_bands_y (&self->bands, extent.south) * self->frame->world_size;
  if (_atlas_label_collector_get_plane (rule) != 0)
    take_marker (self, rule, _atlas_label_collector_get_plane (rule), x, y, radius);
  _atlas_label_collector_add_point (self, rule, layer, feature, &extent, x, y, radius);
}

/* How far a symbol or a line reaches beyond its place, so that those just outside are looked at too. */
static double
get_reach (const AtlasLabelRule *rules,
           guint                 n_rules)
{
  double reach = 0.0;

  for (guint i = 0; i < n_rules; i++)
    reach = MAX (reach, MAX (rules[i].radius, rules[i].half_width));
  return reach;
}

/* The area with @reach around it in degrees. */
static AtlasExtent
get_extent (const AtlasLabelFrame *frame,
            double                 reach)
{
  double size = frame->world_size;

  return (AtlasExtent) {
    .west = atlas_mercator_lon ((frame->area.x1 - reach) / size),
    .south = atlas_mercator_lat ((frame->area.y2 + reach) / size),
    .east = atlas_mercator_lon ((frame->area.x2 + reach) / size),
    .north = atlas_mercator_lat ((frame->area.y1 - reach) / size),
  };
}

/* Takes what there is of a feature whose rule is known. */
static void
take_feature (AtlasLabelCollector  *self,
              const AtlasLabelRule *rule,
              guint32               layer,
              guint32               feature)
{
  if (atlas_table_get_geometry_type (rule->table, feature) == ATLAS_GEOMETRY_POINT)
    {
      take_point (self, rule, layer, feature);
      return;
    }
  take_markers (self, rule, feature);
  take_lines (self, rule, feature);
  if (has_name (rule, feature))
    add_candidate (self, rule, layer, feature);
}

const AtlasLabelRule *
_atlas_label_rules_get (const AtlasLabelRules *self,
                        guint32                feature,
                        double                 zoom)
{
  const AtlasRule *rule;
  int at;

  if (self->lookup != NULL)
    {
      at = atlas_style_lookup_get (self->lookup, feature);
      return at >= 0 ? &self->rules[at] : NULL;
    }
  rule = atlas_style_matcher_match (self->matcher, feature, zoom);
  return rule != NULL ? &self->rules[rule - self->style_rules] : NULL;
}

/* Feature by feature, in the order of the file. */
static gboolean
collect_features (AtlasLabelCollector     *self,
                  AtlasLabelRules         *rules,
                  const AtlasLabelDensity *density,
                  GCancellable            *cancellable)
{
  AtlasTable *table = rules->layer->table;
  g_autoptr (GArray) found = atlas_label_density_query (density, table, &rules->extent);

  if (found->len < MANY)
    rules->lookup = NULL;
  for (guint i = 0; i < found->len; i++)
    {
      guint32 feature = g_array_index (found, guint32, i);
      const AtlasLabelRule *rule;

      if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (atlas_label_density_hides (density, table, feature))
        continue;
      rule = _atlas_label_rules_get (rules, feature, self->frame->zoom);
      if (rule != NULL)
        take_feature (self, rule, rules->number, feature);
    }
  return TRUE;
}

static gboolean
collect_layer (AtlasLabelCollector   *self,
               const AtlasLabelLayer *layer,
               guint32                number,
               GCancellable          *cancellable)
{
  AtlasLabelRules rules = { .layer = layer, .number = number };
  AtlasLabelRule *info;
  g_auto (AtlasLabelDensity) density = { NULL, NULL };
  gboolean wanted = FALSE, done, has_lookup;
  AtlasStyleLookup lookup;

  rules.style_rules = atlas_style_get_rules (layer->style, &rules.n_rules);
  rules.rules = info = g_new0 (AtlasLabelRule, MAX (rules.n_rules, 1));
  g_ptr_array_add (self->out->rules, info);
  rules.matcher = atlas_style_matcher_new (layer->style, layer->table);
  g_ptr_array_add (self->out->matchers, rules.matcher);
  if (!atlas_label_density_init (&density, layer, self->frame, self->grid, cancellable))
    return FALSE;
  for (guint i = 0; i < rules.n_rules; i++)
    {
      init_rule (&info[i], &rules.style_rules[i], layer, rules.matcher, self->frame->zoom);
      wanted = wanted || info[i].named || (!layer->ground && (info[i].marked || info[i].half_width > 0.0));
    }
  if (!wanted)
    return TRUE;

  rules.extent = get_extent (self->frame, get_reach (info, rules.n_rules));
  has_lookup = atlas_table_get_n_features (layer->table) >= MANY &&
               atlas_style_matcher_lookup (rules.matcher, self->frame->zoom, &lookup);
  rules.lookup = has_lookup ? &lookup : NULL;
  if (density.density == NULL && _atlas_label_points_suit (&rules, self->frame->zoom))
    {
      for (guint i = 0; i < rules.n_rules; i++)
        info[i].least_em = info[i].named ? _atlas_label_points_get_least_em (&info[i]) : 0.0;
      done = _atlas_label_points_collect (self, &rules, cancellable);
    }
  else
    done = collect_features (self, &rules, &density, cancellable);
  if (has_lookup)
    atlas_style_lookup_clear (&lookup);

  return done;
}

AtlasLabelCollection *
atlas_label_collect (const AtlasLabelLayer *layers,
                     gsize                  n_layers,
                     const AtlasLabelFrame *frame,
                     AtlasLabelGrid        *grid,
                     GCancellable          *cancellable)
{
  g_autoptr (AtlasLabelCollection) out = g_new0 (AtlasLabelCollection, 1);
  g_autofree AtlasLabelCell *cells = NULL;
  g_autoptr (GArray) scratch = g_array_new (FALSE, FALSE, sizeof (double));
  AtlasLabelCollector self = { .frame = frame, .grid = grid, .out = out, .scratch = scratch };

  out->rules = g_ptr_array_new_with_free_func (g_free);
  out->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_style_matcher_free);

  self.cells_x = floor (frame->area.x1 / CELL);
  self.cells_y = floor (frame->area.y1 / CELL);
  self.n_columns = (int) (floor (frame->area.x2 / CELL) - self.cells_x) + 1;
  self.n_rows = (int) (floor (frame->area.y2 / CELL) - self.cells_y) + 1;
  cells = g_new0 (AtlasLabelCell, N_KINDS * (gsize) self.n_columns * (gsize) self.n_rows);
  out->candidates = g_array_sized_new (FALSE, FALSE, sizeof (AtlasLabelCandidate),
                                       ATLAS_LABEL_CELL_BEST * (guint) self.n_columns * (guint) self.n_rows);
  self.cells = cells;

  for (gsize i = 0; i < n_layers; i++)
    if (layers[i].opacity > 0.0 &&
        !collect_layer (&self, &layers[i], (guint32) i, cancellable))
      return NULL;

  g_array_sort (out->candidates, compare_candidates);
  atlas_label_grid_spread (grid);
  if (out->candidates->len > MANY)
    atlas_label_grid_seal (grid);
  return g_steal_pointer (&out);
}

void
atlas_label_collection_free (AtlasLabelCollection *self)
{
  g_clear_pointer (&self->candidates, g_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->matchers, g_ptr_array_unref);
  g_free (self);
}

/* Cleans the value of a field of any type. */
static gboolean
clean_value (AtlasTable *table,
             int         field,
             gsize       feature,
             GString    *clean,
             double     *em)
{
  gsize length = 0;
  const char *text;

  if (field < 0)
    return FALSE;
  text = atlas_table_get_text (table, (guint) field, feature, &length);
  if (text == NULL)
    {
      g_autofree char *value = atlas_table_dup_value (table, (guint) field, feature);

      return value != NULL && atlas_label_text_clean (value, strlen (value), clean, em);
    }
  return atlas_label_text_clean (text, length, clean, em);
}

gboolean
atlas_label_candidate_get_text (const AtlasLabelCandidate *self,
                                gboolean                   chinese,
                                GString                   *clean,
                                double                    *em)
{
  const AtlasLabelRule *rule = self->rule;

  if (!chinese && clean_value (rule->table, rule->field_en, self->feature, clean, em))
    return TRUE;
  return clean_value (rule->table, rule->field, self->feature, clean, em);
}
