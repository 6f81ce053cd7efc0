/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is taken on the map: four bit planes.
 *
 * A list of boxes gets slow where a layer has a hundred thousand symbols on one screen; bits do not.  A screen with its
 * margin is half a megabyte a plane; for pictures beyond 64 million pixels a cell is 2, 4 … pixels wide and names keep a
 * little more distance.  Owner: the one thread that places names. */

#include "render/atlas-label-grid.h"

#include "render/atlas-bit-plane.h"
#include "render/atlas-spare.h"

#include <math.h>
#include <string.h>

#define N_PLANES 4
#define MAX_CELLS (64.0 * 1024.0 * 1024.0)
#define N_BRUSHES 4               /* discs, and squares, of so many sizes are quick */
#define MAX_BRUSH 64              /* cells: the radius of those at most */

/* A disc or square of one size, kept as how far it reaches to both sides in each row.  Its middle is that of a cell, so a second one
 * in the same cell takes nothing new, and of very many it is enough to note where their middles are. */
typedef struct
{
  AtlasLabelPlane plane;          /* 0: not in use */
  double          radius;
  int             n_rows;         /* above and below the middle */
  guint8          reach[MAX_BRUSH + 2];
  guint64        *middles;        /* (nullable): a bit a cell: one was noted there */
  gsize           n_noted;        /* of which so many are not taken yet */
} Brush;

/* With less than one in so many words they are taken one by one. */
#define FEW 16

/* Once it is sealed the grid knows of squares of so many cells whether a symbol is in them.  That is a sixteenth of the bits,
 * which the processor has at hand while names are tried all over the map. */
#define SQUARE 4

/* The memory of the last grid, for the next: on a new one the system spends as long as names take to be placed. */
#define MOST_SPARE (4 * 1024 * 1024)

static GMutex   spare_mutex;
static guint64 *spare;            /* under spare_mutex; kept to the end */
static gsize    spare_words;

struct _AtlasLabelGrid
{
  double   x;                   /* world pixels of the first cell */
  double   y;
  double   cell;                /* side of a cell */
  int      width;               /* cells */
  int      height;
  gsize    stride;              /* words in a row */
  guint64 *words;
  guint64 *planes[N_PLANES];    /* parts of words */
  Brush    brushes[2][N_BRUSHES]; /* squares, discs */
  guint64 *squares;             /* (nullable): see SQUARE */
  gsize    square_stride;       /* words in a row of squares */
};

typedef struct
{
  int x1;
  int y1;
  int x2;                       /* the last cell, included */
  int y2;
} CellRange;

/* Zeroed words: the spare ones if they are enough. */
static guint64 *
take_words (gsize n)
{
  guint64 *words = NULL;

  g_mutex_lock (&spare_mutex);
  if (spare_words >= n)
    {
      words = g_steal_pointer (&spare);
      spare_words = 0;
    }
  g_mutex_unlock (&spare_mutex);
  if (words == NULL)
    return g_new0 (guint64, n);
  memset (words, 0, n * sizeof *words);
  return words;
}

static void
give_words (guint64 *words,
            gsize    n)
{
  g_mutex_lock (&spare_mutex);
  if (n * sizeof *words <= MOST_SPARE && n > spare_words)
    {
      guint64 *old = spare;

      spare = words;
      spare_words = n;
      words = old;
    }
  g_mutex_unlock (&spare_mutex);
  g_free (words);
}

AtlasLabelGrid *
atlas_label_grid_new (const AtlasLabelBox *area)
{
  AtlasLabelGrid *self = g_new0 (AtlasLabelGrid, 1);
  double width;
  double height;

  self->cell = 1.0;
  while ((area->x2 - area->x1) / self->cell * ((area->y2 - area->y1) / self->cell) > MAX_CELLS)
    self->cell *= 2.0;
  self->x = floor (area->x1 / self->cell);
  self->y = floor (area->y1 / self->cell);
  width = ceil (area->x2 / self->cell) - self->x;
  height = ceil (area->y2 / self->cell) - self->y;
  self->x *= self->cell;
  self->y *= self->cell;
  self->width = (int) CLAMP (width, 1.0, MAX_CELLS);
  self->height = (int) CLAMP (height, 1.0, MAX_CELLS);
  self->stride = ((gsize) self->width + 63) / 64;
  self->words = take_words (N_PLANES * self->stride * (gsize) self->height);
  for (guint i = 0; i < N_PLANES; i++)
    self->planes[i] = self->words + i * self->stride * (gsize) self->height;
  return self;
}

void
atlas_label_grid_free (AtlasLabelGrid *self)
{
  give_words (self->words, N_PLANES * self->stride * (gsize) self->height);
  for (guint i = 0; i < 2 * N_BRUSHES; i++)
    _atlas_spare_give (self->brushes[i / N_BRUSHES][i % N_BRUSHES].middles,
                       self->stride * (gsize) self->height * sizeof (guint64));
  g_free (self->squares);
  g_free (self);
}

/* The last cell before @end, which is positive: that of ceil (end) - 1. */
static inline int
get_last (double end)
{
  int whole = (int) end;

  return whole < end ? whole : whole - 1;
}

/* The cells that a box touches, within the grid; FALSE when there are none. */
static gboolean
get_range (const AtlasLabelGrid *self,
           const AtlasLabelBox  *box,
           CellRange            *range)
{
  const double cell = 1.0 / self->cell;
  double x1 = (box->x1 - self->x) * cell, y1 = (box->y1 - self->y) * cell;
  double x2 = (box->x2 - self->x) * cell, y2 = (box->y2 - self->y) * cell;

  /* Written so that a box with NaN in it has no cells.  What is left is not negative, so that a cast rounds down. */
  if (!(x2 > 0.0 && y2 > 0.0 && x1 < self->width && y1 < self->height && x1 <= x2 && y1 <= y2))
    return FALSE;
  range->x1 = (int) MAX (x1, 0.0);
  range->y1 = (int) MAX (y1, 0.0);
  range->x2 = get_last (MIN (x2, self->width));
  range->y2 = get_last (MIN (y2, self->height));
  return range->x1 <= range->x2 && range->y1 <= range->y2;
}

gboolean
atlas_label_grid_holds (const AtlasLabelGrid *self,
                        const AtlasLabelBox  *box)
{
  return box->x1 >= self->x && box->y1 >= self->y && box->x2 <= self->x + self->width * self->cell &&
         box->y2 <= self->y + self->height * self->cell;
}

/* The bits of word @word that belong to cells @x1 to @x2. */
static guint64
get_mask (int word,
          int x1,
          int x2)
{
  guint64 mask = ~G_GUINT64_CONSTANT (0);

  if (word == x1 / 64)
    mask &= ~G_GUINT64_CONSTANT (0) << (x1 % 64);
  if (word == x2 / 64)
    mask &= ~G_GUINT64_CONSTANT (0) >> (63 - x2 % 64);
  return mask;
}

/* A bit for each four bits of @word. */
static guint64
squeeze (guint64 word)
{
  word |= word >> 1;
  word |= word >> 2;
  word &= G_GUINT64_CONSTANT (0x1111111111111111);
  word = (word | word >> 3) & G_GUINT64_CONSTANT (0x0303030303030303);
  word = (word | word >> 6) & G_GUINT64_CONSTANT (0x000f000f000f000f);
  word = (word | word >> 12) & G_GUINT64_CONSTANT (0x000000ff000000ff);

  return (word | word >> 24) & 0xffff;
}

void
atlas_label_grid_seal (AtlasLabelGrid *self)
{
  const guint64 *plane = self->planes[g_bit_nth_lsf (ATLAS_LABEL_PLANE_SYMBOLS, -1)];
  gsize n_rows = (gsize) self->height / SQUARE;

  if (self->squares != NULL)
    return;
  self->square_stride = (self->stride + SQUARE - 1) / SQUARE;
  self->squares = g_new0 (guint64, self->square_stride * MAX (n_rows, 1));
  for (gsize row = 0; row < n_rows; row++)
    for (gsize i = 0; i < self->stride; i++)
      {
        guint64 any = 0;

        for (gsize k = 0; k < SQUARE; k++)
          any |= plane[(SQUARE * row + k) * self->stride + i];
        self->squares[row * self->square_stride + i / SQUARE] |= squeeze (any) << (16 * (i % SQUARE));
      }
}

/* Whether there is a symbol in one of the squares that lie wholly in @range: most of what is taken is seen there. */
static gboolean
squares_are_taken (const AtlasLabelGrid *self,
                   const CellRange      *range)
{
  CellRange squares = { (range->x1 + SQUARE - 1) / SQUARE, (range->y1 + SQUARE - 1) / SQUARE, (range->x2 + 1) / SQUARE - 1,
                        (range->y2 + 1) / SQUARE - 1 };

  if (squares.x1 > squares.x2)
    return FALSE;
  for (int word = squares.x1 / 64; word <= squares.x2 / 64; word++)
    {
      guint64 mask = get_mask (word, squares.x1, squares.x2);

      for (int y = squares.y1; y <= squares.y2; y++)
        if (self->squares[self->square_stride * (gsize) y + (gsize) word] & mask)
          return TRUE;
    }

  return FALSE;
}

gboolean
atlas_label_grid_is_free (const AtlasLabelGrid *self,
                          AtlasLabelPlane       planes,
                          const AtlasLabelBox  *box)
{
  CellRange range;

  if (!get_range (self, box, &range))
    return TRUE;
  if (self->squares != NULL && planes & ATLAS_LABEL_PLANE_SYMBOLS && squares_are_taken (self, &range))
    return FALSE;
  for (int word = range.x1 / 64; word <= range.x2 / 64; word++)
    {
      guint64 mask = get_mask (word, range.x1, range.x2);

      /* Names come first and are the fewest: the fullest planes are asked before them. */
      for (guint i = N_PLANES; i-- > 0;)
        {
          if (!((guint) planes & (1u << i)))
            continue;
          for (int y = range.y1; y <= range.y2; y++)
            if (self->planes[i][self->stride * (gsize) y + (gsize) word] & mask)
              return FALSE;
        }
    }
  return TRUE;
}

static guint64 *
get_plane (AtlasLabelGrid  *self,
           AtlasLabelPlane  plane)
{
  return self->planes[g_bit_nth_lsf ((gulong) plane, -1)];
}

static void
take_range (AtlasLabelGrid  *self,
            guint64         *bits,
            const CellRange *range)
{
  for (int word = range->x1 / 64; word <= range->x2 / 64; word++)
    {
      guint64 mask = get_mask (word, range->x1, range->x2);

      for (int y = range->y1; y <= range->y2; y++)
        bits[self->stride * (gsize) y + (gsize) word] |= mask;
    }
}

void
atlas_label_grid_take (AtlasLabelGrid      *self,
                       AtlasLabelPlane      plane,
                       const AtlasLabelBox *box)
{
  CellRange range;

  if (get_range (self, box, &range))
    take_range (self, get_plane (self, plane), &range);
}

guint
atlas_label_grid_take_segment (AtlasLabelGrid  *self,
                               AtlasLabelPlane  plane,
                               const double     from[2],
                               const double     to[2],
                               double           half)
{
  AtlasLabelBox box = { MIN (from[0], to[0]) - half, MIN (from[1], to[1]) - half, MAX (from[0], to[0]) + half,
                        MAX (from[1], to[1]) + half };
  double slope = to[1] != from[1] ? (to[0] - from[0]) / (to[1] - from[1]) : 0.0;
  CellRange range;

  if (!get_range (self, &box, &range))
    return 0;
  for (int row = range.y1; row <= range.y2; row++)
    {
      AtlasLabelBox strip = box;
      CellRange cells;

      strip.y1 = self->y + row * self->cell;
      strip.y2 = strip.y1 + self->cell;
      /* What of the line has something of its square in this row. */
      if (to[1] != from[1])
        {
          double top = MAX (strip.y1 - half, MIN (from[1], to[1])), bottom = MIN (strip.y2 + half, MAX (from[1], to[1]));
          double a = from[0] + (top - from[1]) * slope, b = from[0] + (bottom - from[1]) * slope;

          strip.x1 = MIN (a, b) - half;
          strip.x2 = MAX (a, b) + half;
        }
      if (get_range (self, &strip, &cells))
        {
          cells.y1 = cells.y2 = row;
          take_range (self, get_plane (self, plane), &cells);
        }
    }
  return (guint) (range.y2 - range.y1 + 1);
}

/* Finds or makes the brush of a size.  Returns: (nullable): NULL when there are too many, or it is too large. */
static Brush *
get_brush (AtlasLabelGrid  *self,
           AtlasLabelPlane  plane,
           gboolean         round,
           double           radius)
{
  double cells = radius / self->cell + 0.5;

  if (!(cells < MAX_BRUSH))
    return NULL;
  for (guint i = 0; i < N_BRUSHES; i++)
    {
      Brush *brush = &self->brushes[round ? 1 : 0][i];

      if (brush->plane == plane && brush->radius == radius)
        return brush;
      if (brush->plane != 0)
        continue;
      brush->plane = plane;
      brush->radius = radius;
      brush->n_rows = (int) ceil (cells - 0.5);
      for (int row = 0; row <= brush->n_rows; row++)
        {
          /* To the near side of the row's cells. */
          double nearest = round ? MAX (0.0, row - 0.5) : 0.0;

          brush->reach[row] = (guint8) ceil (sqrt (MAX (0.0, cells * cells - nearest * nearest)) - 0.5);
        }
      return brush;
    }
  return NULL;
}

static void
take_brush (AtlasLabelGrid *self,
            const Brush    *brush,
            int             column,
            int             row)
{
  guint64 *bits = get_plane (self, brush->plane);

  for (int y = MAX (0, row - brush->n_rows); y <= MIN (self->height - 1, row + brush->n_rows); y++)
    {
      int reach = brush->reach[ABS (y - row)];
      int x1 = MAX (0, column - reach), x2 = MIN (self->width - 1, column + reach);

      for (int word = x1 / 64; x1 <= x2 && word <= x2 / 64; word++)
        bits[self->stride * (gsize) y + (gsize) word] |= get_mask (word, x1, x2);
    }
}

void
atlas_label_grid_take_disc (AtlasLabelGrid  *self,
                            AtlasLabelPlane  plane,
                            double           x,
                            double           y,
                            double           radius)
{
  AtlasLabelBox box = { x - radius, y - radius, x + radius, y + radius };
  CellRange range;
  Brush *brush;

  if (!(box.x2 >= self->x && box.y2 >= self->y && box.x1 < self->x + self->width * self->cell &&
        box.y1 < self->y + self->height * self->cell))
    return;
  brush = get_brush (self, plane, TRUE, radius);
  if (brush != NULL)
    {
      take_brush (self, brush, (int) floor ((x - self->x) / self->cell), (int) floor ((y - self->y) / self->cell));
      return;
    }
  if (!get_range (self, &box, &range))
    return;
  for (int row = range.y1; row <= range.y2; row++)
    {
      double top = self->y + row * self->cell - y;
      double nearest = top > 0.0 ? top : top + self->cell < 0.0 ? -(top + self->cell) : 0.0;
      double half = sqrt (MAX (0.0, radius * radius - nearest * nearest));
      AtlasLabelBox strip = { x - half, self->y + row * self->cell, x + half, self->y + (row + 1) * self->cell };
      CellRange cells;

      if (get_range (self, &strip, &cells))
        {
          cells.y1 = cells.y2 = row;
          take_range (self, get_plane (self, plane), &cells);
        }
    }
}

void
atlas_label_grid_note (AtlasLabelGrid  *self,
                       AtlasLabelPlane  plane,
                       gboolean         round,
                       double           x,
                       double           y,
                       double           radius)
{
  double column = (x - self->x) / self->cell, row = (y - self->y) / self->cell;
  Brush *brush = NULL;

  if (column >= 0.0 && row >= 0.0 && column < self->width && row < self->height)
    brush = get_brush (self, plane, round, radius);
  if (brush != NULL && brush->middles == NULL)
    brush->middles = _atlas_spare_take (self->stride * (gsize) self->height * sizeof (guint64));
  if (brush == NULL || brush->middles == NULL)
    {
      if (round)
        atlas_label_grid_take_disc (self, plane, x, y, radius);
      else
        atlas_label_grid_take (self, plane, &(AtlasLabelBox) { x - radius, y - radius, x + radius, y + radius });
      return;
    }
  brush->middles[self->stride * (gsize) row + (gsize) column / 64] |= G_GUINT64_CONSTANT (1) << ((gsize) column % 64);
  brush->n_noted++;
}

/* One after the other. */
static void
take_noted (AtlasLabelGrid *self,
            const Brush    *brush)
{
  for (int y = 0; y < self->height; y++)
    for (gsize i = 0; i < self->stride; i++)
      for (guint64 rest = brush->middles[self->stride * (gsize) y + i]; rest != 0; rest &= rest - 1)
        take_brush (self, brush, (int) i * 64 + __builtin_ctzll (rest), y);
}

void
atlas_label_grid_spread (AtlasLabelGrid *self)
{
  const gsize n_words = self->stride * (gsize) self->height;

  for (guint i = 0; i < 2 * N_BRUSHES; i++)
    {
      Brush *brush = &self->brushes[i / N_BRUSHES][i % N_BRUSHES];

      if (brush->n_noted == 0)
        continue;
      if (brush->n_noted < n_words / FEW)
        take_noted (self, brush);
      else
        _atlas_bits_spread (brush->middles, get_plane (self, brush->plane), self->stride, (gsize) self->height, brush->reach,
                            (gsize) brush->n_rows + 1);
      brush->n_noted = 0;
    }
}

struct _AtlasLabelRoom
{
  double  x;                      /* world pixels of the first square */
  double  y;
  double  side;                   /* of a square, world pixels */
  int     n_columns;
  int     n_rows;
  guint8 *squares;                /* 1: there is room near */
};

/* Sets those in @to, @n that are @step apart, that have something set in @from up to @before before them or @after after. */
static void
grow_run (const guint8 *from,
          guint8       *to,
          int           n,
          int           step,
          int           before,
          int           after)
{
  int last = G_MININT / 2;        /* the last that is set, up to @after ahead */

  for (int i = 0; i < MIN (after, n); i++)
    if (from[i * step])
      last = i;
  for (int i = 0; i < n; i++)
    {
      if (i + after < n && from[(i + after) * step])
        last = i + after;
      to[i * step] = last >= i - before;
    }
}

/* How many squares something may be off that is @distance pixels off. */
static int
count_squares (const AtlasLabelRoom *self,
               double                distance)
{
  return (int) ceil (CLAMP (distance, 0.0, 1e6) / self->side);
}

AtlasLabelRoom *
atlas_label_grid_find_room (const AtlasLabelGrid *self,
                            double                width,
                            double                height,
                            double                reach_x,
                            double                reach_y)
{
  AtlasLabelRoom *room = g_new0 (AtlasLabelRoom, 1);
  const guint64 *taken = self->planes[g_bit_nth_lsf (ATLAS_LABEL_PLANE_SYMBOLS, -1)];
  g_autofree guint8 *wider = NULL;

  room->x = self->x;
  room->y = self->y;
  room->side = ATLAS_BITS_SQUARE * self->cell;
  room->n_columns = (int) self->stride * (64 / ATLAS_BITS_SQUARE);
  room->n_rows = (self->height + ATLAS_BITS_SQUARE - 1) / ATLAS_BITS_SQUARE;
  room->squares = g_new0 (guint8, (gsize) room->n_columns * (gsize) room->n_rows);
  wider = g_new0 (guint8, (gsize) room->n_columns * (gsize) room->n_rows);
  /* A box touches at least so many cells, wherever it lies: a little less, for what is lost in reckoning. */
  _atlas_bits_find_room (taken, self->stride, (gsize) self->height,
                         (gsize) CLAMP (ceil (width / self->cell - 0.01), 1.0, 64.0),
                         (gsize) CLAMP (ceil (height / self->cell - 0.01), 1.0, 64.0), room->squares);
  /* What was found are the boxes' top left corners. */
  for (int y = 0; y < room->n_rows; y++)
    grow_run (room->squares + y * room->n_columns, wider + y * room->n_columns, room->n_columns, 1,
              count_squares (room, reach_x), count_squares (room, reach_x - width));
  for (int x = 0; x < room->n_columns; x++)
    grow_run (wider + x, room->squares + x, room->n_rows, room->n_columns, count_squares (room, reach_y),
              count_squares (room, reach_y - height));
  return room;
}

void
atlas_label_room_free (AtlasLabelRoom *self)
{
  g_free (self->squares);
  g_free (self);
}

gboolean
atlas_label_room_is_near (const AtlasLabelRoom *self,
                          double                x,
                          double                y)
{
  double column = (x - self->x) / self->side, row = (y - self->y) / self->side;

  return column >= 0.0 && row >= 0.0 && column < self->n_columns && row < self->n_rows &&
         self->squares[(int) row * self->n_columns + (int) column];
}

gboolean
atlas_label_room_meets (const AtlasLabelRoom *self,
                        const AtlasLabelBox  *box)
{
  int x1 = (int) CLAMP ((box->x1 - self->x) / self->side, 0.0, self->n_columns - 1.0);
  int y1 = (int) CLAMP ((box->y1 - self->y) / self->side, 0.0, self->n_rows - 1.0);
  int x2 = (int) CLAMP ((box->x2 - self->x) / self->side, 0.0, self->n_columns - 1.0);
  int y2 = (int) CLAMP ((box->y2 - self->y) / self->side, 0.0, self->n_rows - 1.0);

  for (int y = y1; y <= y2; y++)
    for (int x = x1; x <= x2; x++)
      if (self->squares[y * self->n_columns + x])
        return TRUE;
  return FALSE;
}
