/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers of very many plain points.
 *
 * Where a million points lie on two million pixels most of what is painted is painted over again.  So the points are taken from
 * the spatial index, whose boxes lie side by side in memory, sorted by rule, and put down from the topmost to the lowest: one
 * whose place is opaque already is done with after a look at a few words of bits.  Their order is that of the index, not of the
 * file, and a place is that of the index, which is right to 0.4 m; so this is for zooms where that cannot be seen.
 *
 * Threads: any; a job belongs to one. */

#include "render/atlas-painter-job.h"
#include "render/atlas-spare.h"

#include "geo/atlas-mercator.h"

#include <math.h>
#include <string.h>

/* Fewer features than these are painted one after the other, in the file's order. */
#define DENSE 20000
/* From there on 0.4 m would be a tenth of a pixel. */
#define MAX_ZOOM 15.0
/* Places are kept in 16 bits. */
#define MAX_SIDE 30000
/* Where that part of the layer's extent lies under pictures, or more, they are likely to lie over each other. */
#define CROWDED 0.25
/* Larger pictures do not fit into a word of bits, and are not looked up there. */
#define WORD 64

typedef struct
{
  gint16 x;
  gint16 y;
} Place;

/* A rule's points in view. */
typedef struct
{
  gboolean          drawn;
  AtlasSpritePixels sprite;
  GArray           *places;       /* Place: of the sprite's top left corner, pixels of the clip, the lowest first */
  guint8           *taken;        /* a bit a place: the same again would change nothing */
} Class;

typedef struct
{
  AtlasPaintJob    *job;
  gboolean          has_lookup;
  AtlasStyleLookup  lookup;
  Class            *classes;      /* a rule each */
  int               width;        /* of the clip, pixels */
  int               height;
  int               reach;        /* how far the largest picture reaches beyond a point, pixels */
  guint             most_pixels;  /* that the largest picture has */
  double            x;            /* the clip's left edge and top in pixels of the world */
  double            y;
  guint32          *pixels;       /* of the clip */
  guint64          *opaque;       /* a bit a pixel of the clip and of @reach around it, which is opaque from the beginning */
  gsize             n_words;      /* a row of these */
} Dense;

/* Returns: whether the rule's markers are all alike. */
static gboolean
is_plain (const AtlasRule *rule,
          double           zoom)
{
  const AtlasMarker *marker = &rule->marker;
  gboolean has_icon = marker->icon != NULL || marker->icon_field != NULL;

  if (!marker->visible)
    return TRUE;
  if (marker->size_by.field != NULL)
    return FALSE;

  return !has_icon || atlas_zoom_ramp_at (&marker->size, zoom) < marker->icon_min_size;
}

gboolean
_atlas_job_is_dense (const AtlasPaintJob *self)
{
  if (!self->target.is_direct || self->view->zoom >= MAX_ZOOM
      || atlas_table_get_geometry_kind (self->table) != ATLAS_GEOMETRY_POINT
      || atlas_table_get_n_features (self->table) < DENSE
      || self->target.right - self->target.left > MAX_SIDE || self->target.bottom - self->target.top > MAX_SIDE)
    return FALSE;
  for (guint i = 0; i < self->n_rules; i++)
    if (!is_plain (&self->rules[i], self->view->zoom))
      return FALSE;

  return TRUE;
}

static int
get_rule (const Dense *self,
          guint32      feature)
{
  const AtlasRule *rule;

  if (self->has_lookup)
    return atlas_style_lookup_get (&self->lookup, feature);
  rule = atlas_style_matcher_match (self->job->matcher, feature, self->job->view->zoom);

  return rule != NULL ? (int) (rule - self->job->rules) : -1;
}

static void
take_point (Dense *self,
            int    rule,
            double x,
            double y)
{
  Class *class;
  Place place;
  gsize at;

  if (rule < 0 || !self->classes[rule].drawn)
    return;
  class = &self->classes[rule];
  place = (Place) { (gint16) ((int) floor (x + 0.5) - class->sprite.half), (gint16) ((int) floor (y + 0.5) - class->sprite.half) };
  if (place.x + 2 * class->sprite.half <= 0 || place.y + 2 * class->sprite.half <= 0 || place.x >= self->width
      || place.y >= self->height)
    return;
  at = (gsize) (place.y + self->reach) * (gsize) (self->width + 2 * self->reach) + (gsize) (place.x + self->reach);
  if (class->taken[at / 8] & 1u << at % 8)
    return;
  class->taken[at / 8] |= (guint8) (1u << at % 8);
  g_array_append_val (class->places, place);
}

/* A node of the index: projected whole, whatever of it is in view, so that a point has the same pixel in all blocks. */
static gboolean
take_node (const AtlasIndexBox *boxes,
           const guint32       *items,
           gsize                n,
           gpointer             user_data)
{
  Dense *self = user_data;
  double coords[2 * ATLAS_INDEX_NODE], world[2 * ATLAS_INDEX_NODE];
  const double size = self->job->window.size * self->job->target.scale, left = self->x, top = self->y;
  const double reach = self->reach, right = self->width + reach, bottom = self->height + reach;
  const gsize n_features = atlas_table_get_n_features (self->job->table);
  int rules[ATLAS_INDEX_NODE];

  for (gsize i = 0; i < n; i++)
    {
      coords[2 * i] = ((double) boxes[i].west + (double) boxes[i].east) / 2.0;
      coords[2 * i + 1] = ((double) boxes[i].south + (double) boxes[i].north) / 2.0;
      if (self->has_lookup && items[i] < n_features)
        atlas_style_lookup_expect (&self->lookup, items[i]);
    }
  atlas_mercator_project (coords, n, world);
  for (gsize i = 0; i < n; i++)
    {
      double x = world[2 * i] * size - left, y = world[2 * i + 1] * size - top;

      /* Also false for the boxes of features without a place. */
      world[2 * i] = x;
      world[2 * i + 1] = y;
      rules[i] = x > -reach && y > -reach && x < right && y < bottom && items[i] < n_features ? get_rule (self, items[i]) : -1;
    }
  for (gsize i = 0; i < n; i++)
    take_point (self, rules[i], world[2 * i], world[2 * i + 1]);

  return !_atlas_job_is_cancelled (self->job);
}

/* The bits of a row from @x on, WORD of them at most. */
static inline guint64
get_bits (const guint64 *row,
          gsize          x)
{
  guint64 bits = row[x / WORD] >> x % WORD;

  return x % WORD == 0 ? bits : bits | row[x / WORD + 1] << (WORD - x % WORD);
}

static inline void
set_bits (guint64 *row,
          gsize    x,
          guint64  bits)
{
  row[x / WORD] |= bits << x % WORD;
  if (x % WORD != 0)
    row[x / WORD + 1] |= bits >> (WORD - x % WORD);
}

static inline guint64
get_mask (guint first,
          guint end)
{
  return end <= first ? 0 : (end - first >= WORD ? G_MAXUINT64 : ((G_GUINT64_CONSTANT (1) << (end - first)) - 1) << first);
}

/* Puts the picture under what is there: only where that is not opaque yet, which a picture as wide as a word of bits tells
 * without looking at the pixels. */
static void
put_under (Dense                   *self,
           const AtlasSpritePixels *sprite,
           const Place             *place)
{
  guint64 *row = self->opaque + (gsize) (place->y + self->reach) * self->n_words;
  gsize column = (gsize) (place->x + self->reach);

  for (int i = 0; i < 2 * sprite->half; i++, row += self->n_words)
    {
      guint64 todo = get_mask (sprite->rows[i].first, sprite->rows[i].end) & ~get_bits (row, column), solid = 0;
      const guint32 *from = sprite->pixels + (gsize) i * sprite->stride;
      guint32 *to;

      if (todo == 0)
        continue;
      to = self->pixels + (gssize) (place->y + i) * self->width + place->x;
      for (; todo != 0; todo &= todo - 1)
        {
          int k = __builtin_ctzll (todo);

          to[k] = to[k] == 0 ? from[k] : _atlas_blend_pixel (from[k], to[k]);
          solid |= (guint64) (to[k] >> 24 == 255) << k;
        }
      set_bits (row, column, solid);
    }
}

/* The same for larger pictures. */
static void
put_under_large (Dense                   *self,
                 const AtlasSpritePixels *sprite,
                 const Place             *place)
{
  int first_row = MAX (0, -place->y), end_row = MIN (2 * sprite->half, self->height - place->y);

  for (int i = first_row; i < end_row; i++)
    {
      const AtlasSpriteRow *span = &sprite->rows[i];
      const guint32 *from = sprite->pixels + (gsize) i * sprite->stride;
      guint32 *to = self->pixels + (gssize) (place->y + i) * self->width + place->x;
      int first = MAX (span->first, -place->x), end = MIN (span->end, self->width - place->x);

      for (int k = first; k < end; k++)
        to[k] = _atlas_blend_pixel (from[k], to[k]);
    }
}

/* Puts the picture over the target. */
static void
put_over (Dense                   *self,
          const AtlasSpritePixels *sprite,
          const Place             *place)
{
  const AtlasTarget *target = &self->job->target;
  guchar *data = cairo_image_surface_get_data (target->surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (target->surface);
  int first_row = MAX (0, -place->y), end_row = MIN (2 * sprite->half, self->height - place->y);

  for (int i = first_row; i < end_row; i++)
    {
      const AtlasSpriteRow *span = &sprite->rows[i];
      const guint32 *from = sprite->pixels + (gsize) i * sprite->stride;
      guint32 *to = (guint32 *) (void *) (data + (gsize) (target->top + place->y + i) * stride) + target->left + place->x;
      int first = MAX (span->first, -place->x), end = MIN (span->end, self->width - place->x);
      int solid_first = CLAMP (span->solid_first, first, MAX (first, end));
      int solid_end = CLAMP (span->solid_end, solid_first, MAX (solid_first, end));

      for (int k = first; k < solid_first; k++)
        to[k] = _atlas_blend_pixel (to[k], from[k]);
      for (int k = solid_first; k < solid_end; k++)
        to[k] = from[k];
      for (int k = solid_end; k < end; k++)
        to[k] = _atlas_blend_pixel (to[k], from[k]);
    }
}

/* The plain way, for points that hardly meet: from the lowest to the topmost. */
static gboolean
paint_sparsely (Dense *self)
{
  for (guint rule = self->job->n_rules; rule > 0; rule--)
    {
      const Class *class = &self->classes[rule - 1];

      for (guint i = 0; class->places != NULL && i < class->places->len; i++)
        {
          if (_atlas_job_is_cancelled (self->job))
            return FALSE;
          put_over (self, &class->sprite, &g_array_index (class->places, Place, i));
        }
    }

  return TRUE;
}

/* Whether pictures are likely to lie over each other: by the whole layer, so that it is the same in all blocks. */
static gboolean
is_crowded (const Dense *self)
{
  AtlasExtent extent = atlas_table_get_extent (self->job->table);
  double size = self->job->window.size * self->job->target.scale;
  double width = (atlas_mercator_x (extent.east) - atlas_mercator_x (extent.west)) * size;
  double height = (atlas_mercator_y (extent.south) - atlas_mercator_y (extent.north)) * size;
  double covered = (double) atlas_table_get_n_features (self->job->table) * self->most_pixels;

  return covered > CROWDED * width * height;
}

static gboolean
paint_class (Dense *self,
             Class *class)
{
  const Place *places = (const Place *) (const void *) class->places->data;

  for (guint i = class->places->len; i > 0; i--)
    {
      if (_atlas_job_is_cancelled (self->job))
        return FALSE;
      if (2 * class->sprite.half <= WORD)
        put_under (self, &class->sprite, &places[i - 1]);
      else
        put_under_large (self, &class->sprite, &places[i - 1]);
    }

  return TRUE;
}

/* Lays the finished picture over the target. */
static void
put_down (Dense *self)
{
  const AtlasTarget *target = &self->job->target;
  guchar *data = cairo_image_surface_get_data (target->surface);
  int stride = cairo_image_surface_get_stride (target->surface);

  for (int y = 0; y < self->height; y++)
    {
      const guint32 *from = self->pixels + (gsize) y * (gsize) self->width;
      guint32 *to = (guint32 *) (void *) (data + (gsize) (target->top + y) * (gsize) stride) + target->left;

      for (int x = 0; x < self->width; x++)
        if (from[x] != 0)
          to[x] = _atlas_blend_pixel (to[x], from[x]);
    }
}

/* How many pixels of a picture are not empty. */
static guint
count_pixels (const AtlasSpritePixels *sprite)
{
  guint n = 0;

  for (int row = 0; row < 2 * sprite->half; row++)
    n += sprite->rows[row].end - MIN (sprite->rows[row].first, sprite->rows[row].end);

  return n;
}

/* Returns: %FALSE when there is no memory for a picture. */
static gboolean
init_classes (Dense        *self,
              AtlasSprites *sprites)
{
  AtlasPaintJob *job = self->job;
  gsize n_places;

  for (guint i = 0; i < job->n_rules; i++)
    {
      const AtlasMarker *marker = &job->rules[i].marker;
      double size = atlas_zoom_ramp_at (&marker->size, job->view->zoom);
      Class *class = &self->classes[i];

      class->drawn = marker->visible && marker->shape != ATLAS_MARKER_NONE && size > 0.0;
      if (!class->drawn)
        continue;
      if (!_atlas_sprites_get (sprites, marker, size, &class->sprite))
        return FALSE;
      self->reach = MAX (self->reach, class->sprite.half * 2);
      self->most_pixels = MAX (self->most_pixels, count_pixels (&class->sprite));
    }
  n_places = (gsize) (self->width + 2 * self->reach) * (gsize) (self->height + 2 * self->reach);
  for (guint i = 0; i < job->n_rules; i++)
    if (self->classes[i].drawn)
      {
        self->classes[i].places = g_array_new (FALSE, FALSE, sizeof (Place));
        self->classes[i].taken = g_malloc0 (n_places / 8 + 1);
      }

  return TRUE;
}

/* What is around the clip counts as opaque: a picture is hidden when what is in the clip of it is. */
static void
init_opaque (Dense *self)
{
  gsize n_rows = (gsize) (self->height + 2 * self->reach);

  /* A word to spare, for the bits of a place are read across two. */
  self->n_words = (gsize) (self->width + 2 * self->reach) / WORD + 2;
  self->opaque = g_malloc (n_rows * self->n_words * sizeof (guint64));
  memset (self->opaque, 0xff, n_rows * self->n_words * sizeof (guint64));
  for (int y = 0; y < self->height; y++)
    {
      guint64 *row = self->opaque + (gsize) (y + self->reach) * self->n_words;

      for (int x = self->reach; x < self->reach + self->width;)
        {
          int n = MIN (WORD - x % WORD, self->reach + self->width - x);

          row[x / WORD] &= ~get_mask ((guint) (x % WORD), (guint) (x % WORD + n));
          x += n;
        }
    }
}

static void
clear (Dense *self)
{
  for (guint i = 0; i < self->job->n_rules; i++)
    {
      g_clear_pointer (&self->classes[i].places, g_array_unref);
      g_free (self->classes[i].taken);
    }
  g_free (self->classes);
  _atlas_spare_give (self->pixels, (gsize) self->width * (gsize) self->height * sizeof (guint32));
  g_free (self->opaque);
  atlas_style_lookup_clear (&self->lookup);
}

/* Returns: %FALSE when it was cancelled. */
static gboolean
collect (Dense *self)
{
  AtlasPaintJob *job = self->job;
  int from, to;

  _atlas_job_get_worlds (job, &from, &to);
  for (int world = from; world <= to; world++)
    {
      AtlasExtent extent;

      _atlas_job_use_world (job, world);
      extent = _atlas_job_get_extent (job);
      self->x = job->window.x * job->target.scale - job->target.x + job->target.left;
      self->y = job->window.y * job->target.scale - job->target.y + job->target.top;
      if (!atlas_extent_is_empty (&extent) && !atlas_table_visit_boxes (job->table, &extent, take_node, self))
        return FALSE;
    }

  return TRUE;
}

static gboolean
paint_crowded (Dense *self)
{
  gboolean done = TRUE;

  self->pixels = _atlas_spare_take ((gsize) self->width * (gsize) self->height * sizeof (guint32));
  if (self->pixels == NULL)
    return paint_sparsely (self);
  init_opaque (self);
  /* The first rule comes out on top. */
  for (guint i = 0; done && i < self->job->n_rules; i++)
    done = self->classes[i].places == NULL || paint_class (self, &self->classes[i]);
  if (done)
    put_down (self);

  return done;
}

gboolean
_atlas_job_paint_dense (AtlasPaintJob *job)
{
  Dense self = { .job = job };
  AtlasSprites *sprites = _atlas_sprites_new (job->cr, &job->target, job->view);
  gboolean done = TRUE;
  gsize n_points = 0;

  self.width = MAX (job->target.right - job->target.left, 0);
  self.height = MAX (job->target.bottom - job->target.top, 0);
  self.classes = g_new0 (Class, job->n_rules);
  self.has_lookup = atlas_style_matcher_lookup (job->matcher, job->view->zoom, &self.lookup);
  if (init_classes (&self, sprites))
    {
      done = collect (&self);
      for (guint i = 0; i < job->n_rules; i++)
        n_points += self.classes[i].places != NULL ? self.classes[i].places->len : 0;
      if (done && n_points > 0)
        done = is_crowded (&self) ? paint_crowded (&self) : paint_sparsely (&self);
    }
  clear (&self);
  _atlas_sprites_free (sprites);

  return done;
}
