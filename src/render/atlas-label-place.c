/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Placing names at points and in areas, and the book of what was placed.
 *
 * Names compete for room in the order in which they come.  How many a part of the map may bear is counted in blocks that
 * lie fast on the map (a square and a quarter of it), never in the view as a whole: else a name far off would come or go when
 * the view moves.  Owner: the one thread that places names. */

#include "render/atlas-label-place.h"

#include <math.h>

#include "geo/atlas-mercator.h"
#include "render/atlas-label-area.h"

#define BLOCK (ATLAS_LABEL_SQUARE / 2.0)
#define BLOCK_FULL 8              /* names in a block … */
#define SUPERBLOCK_FULL 11        /* … and in four: 87 on a screen of 1920 × 1080 */
#define CLOSE_ZOOM 11.0           /* from here on a town is looked at, and each zoom level allows … */
#define CLOSER_BLOCK 1.0          /* … more names */
#define CLOSER_SUPERBLOCK 4.0
#define ALONG_FULL 3              /* names and numbers along lines in four blocks: 24 on that screen */
#define SAME_APART 90.0           /* pixels between two points of one name */
#define LEAST_EM 0.3              /* as wide as the narrowest letter */
#define WRAPPED_EM 8.0            /* a wider name may have two lines … */
#define CUT_EM 16.0               /* … and one far wider is cut, to no less than this */
#define LEAST_HEIGHT 0.86         /* em: the body of a Han letter, and some doubt where exactly it stands */
#define GAP 2.2                   /* between a symbol and the room around its name */
#define BIG_NAME 12.5             /* pixels: letters of this size belong to their symbol from further off */
#define FARTHER 0.6               /* em further off … */
#define MOST_TIMES_FARTHER 4      /* … and as many times */
#define MOST_POSITIONS 12         /* around a place */
#define SMALL_AREA 56.0           /* an area under this may have its name beside it */

typedef struct
{
  double x;
  double y;
} Place;

void
atlas_label_placer_init (AtlasLabelPlacer      *self,
                         const AtlasView       *view,
                         const AtlasLabelFrame *frame,
                         AtlasLabelGrid        *grid,
                         AtlasLabels           *labels,
                         GCancellable          *cancellable)
{
  gsize n;

  *self = (AtlasLabelPlacer) {
    .view = view,
    .frame = frame,
    .grid = grid,
    .labels = labels,
    .cancellable = cancellable,
    .same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref),
    .blocks_x = floor (frame->area.x1 / (2.0 * BLOCK)) * 2.0,
    .blocks_y = floor (frame->area.y1 / (2.0 * BLOCK)) * 2.0,
  };
  /* An even number, so that four blocks make a superblock. */
  self->n_columns = (int) ((floor (frame->area.x2 / (2.0 * BLOCK)) + 1.0) * 2.0 - self->blocks_x);
  self->n_rows = (int) ((floor (frame->area.y2 / (2.0 * BLOCK)) + 1.0) * 2.0 - self->blocks_y);
  n = (gsize) self->n_columns * (gsize) self->n_rows;
  self->blocks = g_new0 (guint8, n);
  self->superblocks = g_new0 (guint8, n / 4);
  self->along = g_new0 (guint8, n / 4);
}

void
atlas_label_placer_clear (AtlasLabelPlacer *self)
{
  g_clear_pointer (&self->same, g_hash_table_unref);
  g_clear_pointer (&self->blocks, g_free);
  g_clear_pointer (&self->superblocks, g_free);
  g_clear_pointer (&self->along, g_free);
}

/* The block and superblock of a place; FALSE outside the area. */
static gboolean
find_blocks (const AtlasLabelPlacer *self,
             double                  x,
             double                  y,
             gsize                  *block,
             gsize                  *superblock)
{
  double column = floor (x / BLOCK) - self->blocks_x;
  double row = floor (y / BLOCK) - self->blocks_y;

  if (!(column >= 0.0 && row >= 0.0 && column < self->n_columns && row < self->n_rows))
    return FALSE;
  *block = (gsize) row * (gsize) self->n_columns + (gsize) column;
  *superblock = (gsize) row / 2 * ((gsize) self->n_columns / 2) + (gsize) column / 2;
  return TRUE;
}

gboolean
atlas_label_placer_has_room (const AtlasLabelPlacer *self,
                             gboolean                along_line,
                             double                  x,
                             double                  y)
{
  double closer = CLAMP (self->frame->zoom - CLOSE_ZOOM, 0.0, 4.0);
  gsize block;
  gsize superblock;

  if (!find_blocks (self, x, y, &block, &superblock))
    return FALSE;
  if (along_line)
    return self->along[superblock] < ALONG_FULL + closer;
  return self->blocks[block] < BLOCK_FULL + CLOSER_BLOCK * closer &&
         self->superblocks[superblock] < SUPERBLOCK_FULL + CLOSER_SUPERBLOCK * closer;
}

gboolean
atlas_label_placer_is_apart (const AtlasLabelPlacer *self,
                             const char             *text,
                             double                  x,
                             double                  y,
                             double                  distance)
{
  GArray *places = g_hash_table_lookup (self->same, text);

  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (hypot (place->x - x, place->y - y) < distance)
        return FALSE;
    }
  return TRUE;
}

static void
note_place (AtlasLabelPlacer *self,
            const char       *text,
            gboolean          along_line,
            double            x,
            double            y)
{
  GArray *places = g_hash_table_lookup (self->same, text);
  Place place = { x, y };
  gsize block;
  gsize superblock;

  if (places == NULL)
    {
      places = g_array_new (FALSE, FALSE, sizeof (Place));
      g_hash_table_insert (self->same, g_strdup (text), places);
    }
  g_array_append_val (places, place);
  if (!find_blocks (self, x, y, &block, &superblock))
    return;
  if (along_line)
    {
      self->along[superblock]++;
    }
  else
    {
      self->blocks[block]++;
      self->superblocks[superblock]++;
    }
}

static AtlasColor
fade (const AtlasPaint *paint,
      gboolean          dark,
      double            opacity)
{
  AtlasColor color = *atlas_paint_get (paint, dark);

  color.alpha *= (float) opacity;
  return color;
}

static cairo_rectangle_t
to_view (const AtlasLabelPlacer *self,
         const AtlasLabelBox    *box)
{
  return (cairo_rectangle_t) {
    box->x1 - self->frame->view.x1,
    box->y1 - self->frame->view.y1,
    box->x2 - box->x1,
    box->y2 - box->y1,
  };
}

void
atlas_label_placer_accept (AtlasLabelPlacer          *self,
                           const AtlasLabelCandidate *candidate,
                           AtlasLabelPlacement        placement,
                           AtlasLabelText            *text,
                           const AtlasPlacedLetter   *letters,
                           const AtlasLabelBox       *boxes,
                           guint                      n_boxes)
{
  const AtlasLabelRule *rule = candidate->rule;
  const AtlasLabel *style = &rule->rule->label;
  const AtlasLabelBox *view = &self->frame->view;
  AtlasLabelBox all = boxes[0];
  AtlasPlacedLabel label = {
    .placement = placement,
    .size = rule->size,
    .color = fade (&style->color, self->view->dark, rule->opacity),
    .halo = fade (&style->halo, self->view->dark, rule->opacity),
    .halo_width = MAX (style->halo_width, 0.0),
    .first_letter = self->labels->letters->len,
    .first_box = self->labels->boxes->len,
    .n_boxes = n_boxes,
    .layer = candidate->layer,
    .feature = candidate->feature,
  };

  for (guint i = 0; i < n_boxes; i++)
    {
      atlas_label_grid_take (self->grid, ATLAS_LABEL_PLANE_NAMES, &boxes[i]);
      all.x1 = MIN (all.x1, boxes[i].x1);
      all.y1 = MIN (all.y1, boxes[i].y1);
      all.x2 = MAX (all.x2, boxes[i].x2);
      all.y2 = MAX (all.y2, boxes[i].y2);
    }
  note_place (self, text->text, placement != ATLAS_LABEL_POINT, (all.x1 + all.x2) / 2.0, (all.y1 + all.y2) / 2.0);

  /* A name that the view's edge would cut keeps its room, so its neighbours stay where they are, but is not drawn. */
  if (all.x1 < view->x1 || all.y1 < view->y1 || all.x2 > view->x2 || all.y2 > view->y2)
    return;

  for (guint i = 0; i < n_boxes; i++)
    {
      cairo_rectangle_t box = to_view (self, &boxes[i]);

      g_array_append_val (self->labels->boxes, box);
    }
  for (guint i = 0; i < text->n_letters; i++)
    {
      AtlasPlacedLetter letter = letters[i];

      letter.x -= view->x1;
      letter.y -= view->y1;
      g_array_append_val (self->labels->letters, letter);
    }
  label.text = atlas_label_text_ref (text);
  label.bounds = to_view (self, &all);
  g_array_append_val (self->labels->labels, label);
}

AtlasLabelTextFlags
atlas_label_flags (const AtlasLabelRule *rule,
                   gboolean              wrap)
{
  const AtlasLabel *label = &rule->rule->label;

  return (label->serif ? ATLAS_LABEL_TEXT_SERIF : 0) | (label->bold ? ATLAS_LABEL_TEXT_BOLD : 0) |
         (wrap ? ATLAS_LABEL_TEXT_WRAP : 0);
}

double
atlas_label_pad (const AtlasLabelRule *rule)
{
  return MAX (rule->rule->label.halo_width, 0.0) * 0.8 + 1.0;
}

/* Where a name stands beside its symbol: to which side, how far out (1: clear of the symbol's box), and how much of its
 * width it is shifted along the side. */
typedef struct
{
  int    side_x;
  int    side_y;
  double far_x;
  double far_y;
  double shift;
} Position;

/* How far out a corner of the letters' box is off a disc: a little more than the disc's own edge on the diagonal, √½. */
#define CORNER 0.72
#define CORNER_GAP 0.85

static const Position around[] = {
  { 1, 0, 1.0, 0.0, 0.0 },  { -1, 0, 1.0, 0.0, 0.0 }, { 0, -1, 0.0, 1.0, 0.0 },  { 0, 1, 0.0, 1.0, 0.0 },
  { 1, -1, CORNER, CORNER, 0.0 }, { 1, 1, CORNER, CORNER, 0.0 },  { -1, -1, CORNER, CORNER, 0.0 }, { -1, 1, CORNER, CORNER, 0.0 },
  { 0, -1, 0.0, 1.0, 0.3 }, { 0, 1, 0.0, 1.0, 0.3 },  { 0, -1, 0.0, 1.0, -0.3 }, { 0, 1, 0.0, 1.0, -0.3 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (around) == MOST_POSITIONS);

/* On the place itself, for want of a symbol; or close above or below it. */
static const Position centred[] = {
  { 0, 0, 0.0, 0.0, 0.0 },
  { 0, -1, 0.0, 0.0, 0.0 },
  { 0, 1, 0.0, 0.0, 0.0 },
};

/* What a name keeps off, round after round. */
static const AtlasLabelPlane rounds[] = {
  ATLAS_LABEL_PLANE_NAMES | ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_GROUND | ATLAS_LABEL_PLANE_LINES,
  ATLAS_LABEL_PLANE_NAMES | ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_GROUND,
  ATLAS_LABEL_PLANE_NAMES | ATLAS_LABEL_PLANE_SYMBOLS,
};

/* The box of letters of a width and height (without padding) at a position. */
static AtlasLabelBox
get_box (const AtlasLabelAnchor *anchor,
         const Position         *position,
         double                  width,
         double                  height,
         double                  gap)
{
  double x = anchor->x + position->shift * width +
             position->side_x * (anchor->half_width * position->far_x + gap * (position->side_y == 0 ? 1.0 : CORNER_GAP) +
                                 width / 2.0);
  double y = anchor->y + position->side_y * (anchor->half_height * position->far_y +
                                             gap * (position->side_x == 0 ? 1.0 : CORNER_GAP) + height / 2.0);

  return (AtlasLabelBox) { x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0 };
}

static AtlasLabelBox
grow (const AtlasLabelBox *box,
      double               pad_x,
      double               pad_y)
{
  return (AtlasLabelBox) { box->x1 - pad_x, box->y1 - pad_y, box->x2 + pad_x, box->y2 + pad_y };
}

static gboolean
is_free (const AtlasLabelPlacer *self,
         const AtlasLabelBox    *box,
         AtlasLabelPlane         planes)
{
  return atlas_label_grid_holds (self->grid, box) && atlas_label_grid_is_free (self->grid, planes, box);
}

/* Sets the letters of a name whose letters' box is @box, and takes the room. */
static void
set_upright (AtlasLabelPlacer          *self,
             const AtlasLabelCandidate *candidate,
             AtlasLabelPlacement        placement,
             AtlasLabelText            *text,
             const AtlasLabelBox       *box,
             const AtlasLabelBox       *room,
             int                        side_x)
{
  const double size = candidate->rule->size;
  const double spacing = candidate->rule->rule->label.letter_spacing;
  g_autofree AtlasPlacedLetter *letters = g_new (AtlasPlacedLetter, text->n_letters);

  for (guint l = 0; l < text->n_lines; l++)
    {
      const AtlasLabelLine *line = &text->lines[l];
      double slack = box->x2 - box->x1 - atlas_label_text_line_width (text, l, spacing) * size;
      double x = box->x1 + (side_x > 0 ? 0.0 : side_x < 0 ? slack : slack / 2.0);
      double y = box->y1 + (text->ascent + l * ATLAS_LABEL_TEXT_LEADING) * size;

      for (guint i = 0; i < line->n_letters; i++)
        letters[line->first_letter + i] = (AtlasPlacedLetter) {
          .x = x + (text->letters[line->first_letter + i].x + i * spacing) * size,
          .y = y,
          .cosine = 1.0,
        };
    }
  atlas_label_placer_accept (self, candidate, placement, text, letters, room, 1);
}

static double
get_height (const AtlasLabelText *text)
{
  return text->ascent + text->descent + (text->n_lines - 1) * ATLAS_LABEL_TEXT_LEADING;
}

/* The letters' box is not symmetrical about their middle; beside a symbol the middle should be level with it. */
static AtlasLabelBox
get_text_box (const AtlasLabelAnchor *anchor,
              const Position         *position,
              const AtlasLabelText   *text,
              double                  size,
              double                  spacing,
              double                  gap)
{
  AtlasLabelBox box = get_box (anchor, position, atlas_label_text_get_width (text, spacing) * size,
                               get_height (text) * size, gap);

  if (position->side_y == 0)
    {
      double middle = text->ascent - ATLAS_LABEL_TEXT_MIDDLE + (text->n_lines - 1) * ATLAS_LABEL_TEXT_LEADING / 2.0;
      double shift = (get_height (text) / 2.0 - middle) * size;

      box.y1 += shift;
      box.y2 += shift;
    }
  return box;
}

/* How wide the letters of a name of @em are at least: one in two lines may be half as wide. */
static double
get_least_width (double em)
{
  return (em > WRAPPED_EM ? em * 0.45 : em) * 0.9;
}

/* The least width of names that are all of @em or more. */
static double
get_shortest_width (double em)
{
  double cut = CLAMP (em, LEAST_EM, CUT_EM);

  return cut > WRAPPED_EM ? get_least_width (cut) : MIN (get_least_width (cut), 0.45 * 0.9 * WRAPPED_EM);
}

/* Which of the positions a name of the least width that it may have finds room at, a bit each: cheap, before its letters are
 * shaped.  A big name, which may stand further off, is not asked. */
static guint
find_hopes (const AtlasLabelPlacer    *self,
            const AtlasLabelCandidate *candidate,
            const AtlasLabelAnchor    *anchor,
            double                     width,
            const Position            *positions,
            guint                      n_positions,
            gboolean                   one_will_do)
{
  double size = candidate->rule->size;
  double pad = atlas_label_pad (candidate->rule);
  guint hopes = 0;

  if (size >= BIG_NAME)
    return (1u << n_positions) - 1;
  for (guint i = 0; i < n_positions && !(one_will_do && hopes != 0); i++)
    {
      AtlasLabelBox box = get_box (anchor, &positions[i], width, LEAST_HEIGHT * size, GAP + pad);
      AtlasLabelBox room = grow (&box, pad, pad);

      if (is_free (self, &room, rounds[G_N_ELEMENTS (rounds) - 1]))
        hopes |= 1u << i;
    }
  return hopes;
}

/* Tries all positions at a distance, round after round; of those that are not free in the last round there is no need to
 * ask in the others.  Returns whether the name found room. */
static gboolean
try_positions (AtlasLabelPlacer          *self,
               const AtlasLabelCandidate *candidate,
               const AtlasLabelAnchor    *anchor,
               AtlasLabelText            *text,
               const Position            *positions,
               guint                      hopes,
               double                     farther)
{
  const AtlasLabelRule *rule = candidate->rule;
  const double spacing = rule->rule->label.letter_spacing;
  const double overhang = text->overhang * rule->size;
  const double pad = atlas_label_pad (rule);
  AtlasLabelBox boxes[MOST_POSITIONS];
  AtlasLabelBox rooms[MOST_POSITIONS];

  for (guint i = 0; i < MOST_POSITIONS; i++)
    {
      if (!(hopes & (1u << i)))
        continue;
      boxes[i] = get_text_box (anchor, &positions[i], text, rule->size, spacing, GAP + pad + overhang + farther);
      rooms[i] = grow (&boxes[i], pad + overhang, pad);
      if (!is_free (self, &rooms[i], rounds[G_N_ELEMENTS (rounds) - 1]))
        hopes &= ~(1u << i);
    }
  for (guint round = 0; hopes != 0 && round < G_N_ELEMENTS (rounds); round++)
    for (guint i = 0; i < MOST_POSITIONS; i++)
      if ((hopes & (1u << i)) && is_free (self, &rooms[i], rounds[round]))
        {
          set_upright (self, candidate, ATLAS_LABEL_POINT, text, &boxes[i], &rooms[i], positions[i].side_x);
          return TRUE;
        }
  return FALSE;
}

static gboolean
place_around (AtlasLabelPlacer          *self,
              const AtlasLabelCandidate *candidate,
              const AtlasLabelAnchor    *anchor,
              const char                *clean,
              double                     em)
{
  const AtlasLabelRule *rule = candidate->rule;
  const Position *positions = anchor->centred ? centred : around;
  guint n_positions = anchor->centred ? G_N_ELEMENTS (centred) : G_N_ELEMENTS (around);
  guint n_distances = !anchor->centred && rule->size >= BIG_NAME ? 1 + MOST_TIMES_FARTHER : 1;
  g_autoptr (AtlasLabelText) text = NULL;
  guint hopes;

  if (!atlas_label_placer_is_apart (self, clean, anchor->x, anchor->y, SAME_APART))
    return FALSE;
  hopes = find_hopes (self, candidate, anchor, get_least_width (em) * rule->size, positions, n_positions, FALSE);
  if (hopes == 0)
    return FALSE;
  text = atlas_label_text_get (clean, atlas_label_flags (rule, TRUE));
  if (text == NULL)
    return FALSE;

  for (guint i = 0; i < n_distances; i++)
    if (try_positions (self, candidate, anchor, text, positions, hopes, i * FARTHER * rule->size))
      return TRUE;
  return FALSE;
}

/* The box of a marker of the ground under a name that was placed before: the marker loses its own. */
static gboolean
is_covered (const AtlasLabelPlacer    *self,
            const AtlasLabelCandidate *candidate)
{
  double r = candidate->reach;
  AtlasLabelBox box = { candidate->x - r, candidate->y - r, candidate->x + r, candidate->y + r };

  return r > 0.0 && !atlas_label_grid_is_free (self->grid, ATLAS_LABEL_PLANE_NAMES, &box);
}

/* Around the symbol of a point. */
static AtlasLabelAnchor
get_point_anchor (const AtlasLabelCandidate *candidate)
{
  return (AtlasLabelAnchor) {
    .x = candidate->x,
    .y = candidate->y,
    .half_width = candidate->reach,
    .half_height = candidate->reach,
    .centred = !(candidate->reach > 0.0),
  };
}

gboolean
atlas_label_get_least_room (const AtlasLabelRule *rule,
                            double               *width,
                            double               *height,
                            double               *reach_x,
                            double               *reach_y)
{
  double pad = atlas_label_pad (rule);
  double letters = get_shortest_width (rule->least_em) * rule->size;

  if (rule->size >= BIG_NAME)
    return FALSE;
  *width = letters + 2.0 * pad;
  *height = LEAST_HEIGHT * rule->size + 2.0 * pad;
  /* See get_box(): clear of the symbol, and out to the far side of the room. */
  *reach_x = rule->radius + GAP + letters + 2.0 * pad;
  *reach_y = rule->radius + GAP + *height;
  return TRUE;
}

gboolean
atlas_label_placer_point_may_fit (const AtlasLabelPlacer    *self,
                                  const AtlasLabelCandidate *candidate)
{
  AtlasLabelAnchor anchor = get_point_anchor (candidate);

  return !is_covered (self, candidate) &&
         find_hopes (self, candidate, &anchor, get_shortest_width (candidate->rule->least_em) * candidate->rule->size,
                     anchor.centred ? centred : around,
                     anchor.centred ? G_N_ELEMENTS (centred) : G_N_ELEMENTS (around), TRUE) != 0;
}

void
atlas_label_place_point (AtlasLabelPlacer          *self,
                         const AtlasLabelCandidate *candidate,
                         const char                *clean,
                         double                     em)
{
  const AtlasLabelRule *rule = candidate->rule;
  AtlasLabelAnchor anchor = get_point_anchor (candidate);

  if (!atlas_label_placer_has_room (self, FALSE, candidate->x, candidate->y) || is_covered (self, candidate))
    return;

  /* A symbol of the ground that got its name is as good as a subject's. */
  if (place_around (self, candidate, &anchor, clean, em) && rule->ground && rule->marked)
    atlas_label_grid_take (self->grid, ATLAS_LABEL_PLANE_SYMBOLS,
                           &(AtlasLabelBox) { candidate->x - candidate->reach, candidate->y - candidate->reach,
                                              candidate->x + candidate->reach, candidate->y + candidate->reach });
}

/* A small area has its name beside it: around the middle of its extent, which is known without any search. */
static AtlasLabelAnchor
get_small_anchor (const AtlasLabelPlacer    *self,
                  const AtlasLabelCandidate *candidate)
{
  AtlasExtent extent = atlas_table_get_feature_extent (candidate->rule->table, candidate->feature);
  double scale = self->frame->world_size;

  return (AtlasLabelAnchor) {
    .x = candidate->x,
    .y = candidate->y,
    .half_width = (extent.east - extent.west) / 720.0 * scale,
    .half_height = (atlas_mercator_y (extent.south) - atlas_mercator_y (extent.north)) / 2.0 * scale,
  };
}

void
atlas_label_place_area (AtlasLabelPlacer          *self,
                        const AtlasLabelCandidate *candidate,
                        const char                *clean,
                        double                     em)
{
  const AtlasLabelRule *rule = candidate->rule;
  double scale = self->frame->world_size;
  AtlasLabelAnchor anchor = get_small_anchor (self, candidate);
  AtlasLabelPole pole;
  gboolean beside = candidate->extent < SMALL_AREA && 2.0 * anchor.half_width < 0.7 * MIN (em, 8.0) * rule->size;

  if (!beside)
    {
      if (!atlas_label_find_pole (rule->table, candidate->feature, &pole))
        return;
      beside = candidate->extent < SMALL_AREA && pole.half_height * scale < 0.5 * rule->size;
    }
  if (!beside)
    anchor = (AtlasLabelAnchor) { .x = pole.x * scale, .y = pole.y * scale, .centred = TRUE };
  if (atlas_label_placer_has_room (self, FALSE, anchor.x, anchor.y))
    place_around (self, candidate, &anchor, clean, em);
}
