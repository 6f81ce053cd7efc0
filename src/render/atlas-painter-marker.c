/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Markers: shapes with a pictogram, drawn as vectors, or as pictures made once a painting job and put down many times.
 *
 * Pictures are put down at whole device pixels, so a disc is as crisp as its picture.  On surfaces that are not made of
 * pixels (PDF, SVG) markers stay vectors.  Threads: a job's sprites belong to its thread; parsed pictograms are kept per
 * thread, because an RsvgHandle cannot be shared. */

#include "render/atlas-raster.h"

#include <gio/gio.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

/* How much of a marker's height its pictogram takes: what fits into each shape. */
#define ICON_PART_ROUND   0.66
#define ICON_PART_SQUARE  0.74
#define ICON_PART_HEXAGON 0.62
#define ICON_PART_OTHER   0.50

/* Beyond so many pictures they no longer remember where they were put: each would cost a bit a pixel of the target. */
#define MAX_REMEMBERING 16

typedef struct
{
  const AtlasMarker *marker;
  const char        *icon;
  double             size;
  cairo_surface_t   *surface;
  int                half;      /* pixels from the picture's edge to its middle */
  AtlasSpriteRow         *rows;
  guint8            *taken;     /* a bit a place of the target where it was put down already */
} Sprite;

struct _AtlasSprites
{
  cairo_t           *cr;
  const AtlasView   *view;
  const AtlasTarget *target;
  GArray            *sprites;     /* Sprite; a handful, so it is searched in turn */
};

static GPrivate icon_cache = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);

/* Returns: (transfer none) (nullable): the pictogram in a colour, parsed once a thread. */
static RsvgHandle *
get_icon (const char       *name,
          const AtlasColor *color)
{
  GHashTable *cache = g_private_get (&icon_cache);
  g_autofree char *fill = NULL, *key = NULL, *path = NULL;
  RsvgHandle *handle;
  g_autoptr (GBytes) bytes = NULL;
  gpointer known;

  if (cache == NULL)
    {
      cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_private_set (&icon_cache, cache);
    }

  fill = g_strdup_printf ("* { fill: #%02x%02x%02x }", (guint) (color->red * 255.0f + 0.5f) & 255,
                          (guint) (color->green * 255.0f + 0.5f) & 255, (guint) (color->blue * 255.0f + 0.5f) & 255);
  key = g_strconcat (name, fill, NULL);
  if (g_hash_table_lookup_extended (cache, key, NULL, &known))
    return known;

  path = g_strdup_printf ("/cn/changzhi/TaihangAtlas/symbols/%s.svg", name);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return NULL;

  handle = rsvg_handle_new_from_data (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  if (handle == NULL)
    return NULL;
  rsvg_handle_set_stylesheet (handle, (const guint8 *) fill, strlen (fill), NULL);
  g_hash_table_insert (cache, g_steal_pointer (&key), handle);

  return handle;
}

static void
trace_rounded_square (cairo_t *cr,
                      double   half,
                      double   radius,
                      double   x,
                      double   y)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + half - radius, y - half + radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, x + half - radius, y + half - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, x - half + radius, y + half - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x - half + radius, y - half + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Two bars of a third of the size: upright, or turned by an eighth. */
static void
trace_cross (cairo_t *cr,
             double   half,
             double   grow,
             double   angle,
             double   x,
             double   y)
{
  double arm = (half - grow) / 3.0 + grow;
  const double corners[12][2] = {
    { -arm, -half }, { arm, -half }, { arm, -arm }, { half, -arm }, { half, arm }, { arm, arm },
    { arm, half }, { -arm, half }, { -arm, arm }, { -half, arm }, { -half, -arm }, { -arm, -arm },
  };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    cairo_line_to (cr, x + corners[i][0] * cos (angle) - corners[i][1] * sin (angle),
                   y + corners[i][0] * sin (angle) + corners[i][1] * cos (angle));
  cairo_close_path (cr);
}

static void
trace_polygon (cairo_t *cr,
               guint    corners,
               double   outer,
               double   inner,
               double   x,
               double   y)
{
  guint n = inner > 0.0 ? corners * 2 : corners;

  for (guint i = 0; i < n; i++)
    {
      double radius = inner > 0.0 && i % 2 == 1 ? inner : outer;
      double angle = -G_PI_2 + 2.0 * G_PI * i / n;

      cairo_line_to (cr, x + radius * cos (angle), y + radius * sin (angle));
    }
  cairo_close_path (cr);
}

void
_atlas_marker_trace (cairo_t          *cr,
                     AtlasMarkerShape  shape,
                     double            size,
                     double            grow,
                     double            x,
                     double            y)
{
  double half = size / 2.0 + grow;

  cairo_new_path (cr);
  switch (shape)
    {
    case ATLAS_MARKER_SQUARE:
      cairo_rectangle (cr, x - half, y - half, 2.0 * half, 2.0 * half);
      break;
    case ATLAS_MARKER_ROUNDED_SQUARE:
      trace_rounded_square (cr, half, half * 0.5, x, y);
      break;
    case ATLAS_MARKER_DIAMOND:
      trace_polygon (cr, 4, half * 1.2, 0.0, x, y);
      break;
    case ATLAS_MARKER_TRIANGLE:
      trace_polygon (cr, 3, half * 1.15, 0.0, x, y + half * 0.15);
      break;
    case ATLAS_MARKER_TRIANGLE_DOWN:
      /* A negative radius: upside down. */
      trace_polygon (cr, 3, -half * 1.15, 0.0, x, y - half * 0.15);
      break;
    case ATLAS_MARKER_PENTAGON:
      trace_polygon (cr, 5, half * 1.08, 0.0, x, y + half * 0.05);
      break;
    case ATLAS_MARKER_HEXAGON:
      trace_polygon (cr, 6, half * 1.05, 0.0, x, y);
      break;
    case ATLAS_MARKER_CROSS:
      trace_cross (cr, half, grow, 0.0, x, y);
      break;
    case ATLAS_MARKER_X:
      trace_cross (cr, half * 1.1, grow, G_PI_4, x, y);
      break;
    case ATLAS_MARKER_STAR:
      trace_polygon (cr, 5, half * 1.1, half * 0.46, x, y + half * 0.05);
      break;
    case ATLAS_MARKER_CIRCLE:
    case ATLAS_MARKER_RING:
    case ATLAS_MARKER_DOUBLE_RING:
    case ATLAS_MARKER_NONE:
    default:
      cairo_arc (cr, x, y, half, 0.0, 2.0 * G_PI);
      break;
    }
}

/* A seat of government: a disc with a ring around it, and in it a dot or a second ring. */
static void
draw_ring (cairo_t           *cr,
           const AtlasMarker *marker,
           double             size,
           double             width,
           gboolean           dark,
           double             x,
           double             y)
{
  const AtlasColor *fill = atlas_paint_get (&marker->fill, dark);
  const AtlasColor *stroke = atlas_paint_get (&marker->stroke, dark);

  _atlas_marker_trace (cr, ATLAS_MARKER_CIRCLE, size, -width / 2.0, x, y);
  _atlas_set_color (cr, fill, 1.0);
  cairo_fill_preserve (cr);
  _atlas_set_color (cr, stroke, 1.0);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
  if (marker->shape == ATLAS_MARKER_DOUBLE_RING)
    {
      _atlas_marker_trace (cr, ATLAS_MARKER_CIRCLE, size * 0.5, -width / 2.0, x, y);
      cairo_stroke (cr);
    }
  else
    {
      _atlas_marker_trace (cr, ATLAS_MARKER_CIRCLE, size * 0.36, 0.0, x, y);
      cairo_fill (cr);
    }
}

static void
draw_icon (cairo_t           *cr,
           const AtlasMarker *marker,
           const char        *icon,
           double             size,
           gboolean           dark,
           double             x,
           double             y)
{
  RsvgHandle *handle = get_icon (icon, atlas_paint_get (&marker->icon_color, dark));
  RsvgRectangle box;
  double part = ICON_PART_OTHER;

  if (handle == NULL)
    return;

  if (marker->shape == ATLAS_MARKER_CIRCLE)
    part = ICON_PART_ROUND;
  else if (marker->shape == ATLAS_MARKER_HEXAGON)
    part = ICON_PART_HEXAGON;
  else if (marker->shape == ATLAS_MARKER_SQUARE || marker->shape == ATLAS_MARKER_ROUNDED_SQUARE)
    part = ICON_PART_SQUARE;
  box = (RsvgRectangle) { x - size * part / 2.0, y - size * part / 2.0, size * part, size * part };
  rsvg_handle_render_document (handle, cr, &box, NULL);
}

void
_atlas_marker_draw (cairo_t           *cr,
                    const AtlasMarker *marker,
                    const char        *icon,
                    double             size,
                    double             stroke_width,
                    gboolean           dark,
                    double             x,
                    double             y)
{
  const AtlasColor *fill = atlas_paint_get (&marker->fill, dark);
  const AtlasColor *stroke = atlas_paint_get (&marker->stroke, dark);

  if (marker->shape == ATLAS_MARKER_NONE || size <= 0.0)
    return;

  if (marker->shape == ATLAS_MARKER_RING || marker->shape == ATLAS_MARKER_DOUBLE_RING)
    draw_ring (cr, marker, size, stroke_width, dark, x, y);
  else
    {
      /* The stroke lies outside, as a casing: the shape keeps its colour and its size. */
      if (stroke_width > 0.0 && stroke->alpha > 0.0f)
        {
          _atlas_marker_trace (cr, marker->shape, size, stroke_width, x, y);
          _atlas_set_color (cr, stroke, 1.0);
          cairo_fill (cr);
        }
      _atlas_marker_trace (cr, marker->shape, size, 0.0, x, y);
      _atlas_set_color (cr, fill, 1.0);
      cairo_fill (cr);
    }

  if (icon != NULL && size >= marker->icon_min_size)
    draw_icon (cr, marker, icon, size, dark, x, y);
}

AtlasSprites *
_atlas_sprites_new (cairo_t           *cr,
                    const AtlasTarget *target,
                    const AtlasView   *view)
{
  AtlasSprites *self = g_new0 (AtlasSprites, 1);

  self->cr = cr;
  self->view = view;
  self->target = target;
  if (target->is_direct)
    cairo_surface_flush (target->surface);
  self->sprites = g_array_new (FALSE, FALSE, sizeof (Sprite));

  return self;
}

void
_atlas_sprites_free (AtlasSprites *self)
{
  if (self->target->is_direct)
    cairo_surface_mark_dirty (self->target->surface);
  for (guint i = 0; i < self->sprites->len; i++)
    {
      Sprite *sprite = &g_array_index (self->sprites, Sprite, i);

      cairo_surface_destroy (sprite->surface);
      g_free (sprite->rows);
      g_free (sprite->taken);
    }
  g_array_unref (self->sprites);
  g_free (self);
}

/* How many places there are for a sprite in a row of the target: also those where only a part of it shows. */
static int
places_across (const AtlasSprites *self,
               const Sprite       *sprite)
{
  return self->target->right - self->target->left + 2 * sprite->half;
}

static void
measure_rows (AtlasSprites *self,
              Sprite       *sprite)
{
  int side = sprite->half * 2, stride = cairo_image_surface_get_stride (sprite->surface);
  const guchar *data = cairo_image_surface_get_data (sprite->surface);
  gsize n_places = (gsize) places_across (self, sprite) * (gsize) (self->target->bottom - self->target->top + side);

  if (data == NULL || !self->target->is_direct)
    return;
  sprite->rows = g_new0 (AtlasSpriteRow, side);
  for (int row = 0; row < side; row++)
    {
      const guint32 *pixels = (const guint32 *) (const void *) (data + (gsize) row * stride);
      int first = 0, end = side, solid_first, solid_end;

      while (first < end && pixels[first] == 0)
        first++;
      while (end > first && pixels[end - 1] == 0)
        end--;
      for (solid_first = first; solid_first < end && pixels[solid_first] >> 24 != 255; solid_first++)
        ;
      for (solid_end = solid_first; solid_end < end && pixels[solid_end] >> 24 == 255; solid_end++)
        ;
      sprite->rows[row] = (AtlasSpriteRow) { (guint16) first, (guint16) solid_first, (guint16) solid_end, (guint16) end };
    }
  if (self->sprites->len < MAX_REMEMBERING)
    sprite->taken = g_try_malloc0 (n_places / 8 + 1);
}

/* Many points of a dense layer fall on the same pixel: the same picture there again would change nothing. */
static gboolean
is_taken (AtlasSprites *self,
          const Sprite *sprite,
          int           x,
          int           y)
{
  int column = x - self->target->left + 2 * sprite->half, row = y - self->target->top + 2 * sprite->half;
  gsize place;

  if (sprite->taken == NULL || column < 0 || row < 0 || column >= places_across (self, sprite)
      || y >= self->target->bottom)
    return FALSE;
  place = (gsize) row * (gsize) places_across (self, sprite) + (gsize) column;
  if (sprite->taken[place / 8] & 1u << place % 8)
    return TRUE;
  sprite->taken[place / 8] |= (guint8) (1u << place % 8);

  return FALSE;
}

static const Sprite *
get_sprite (AtlasSprites      *self,
            const AtlasMarker *marker,
            const char        *icon,
            double             size)
{
  double width, middle;
  Sprite sprite;
  cairo_t *cr;

  for (guint i = 0; i < self->sprites->len; i++)
    {
      const Sprite *known = &g_array_index (self->sprites, Sprite, i);

      if (known->marker == marker && known->icon == icon && known->size == size)
        return known;
    }

  sprite = (Sprite) { .marker = marker, .icon = icon, .size = size };
  size = MIN (size, 1000.0 / self->target->scale);
  width = MIN (atlas_zoom_ramp_at (&marker->stroke_width, self->view->zoom), 200.0 / self->target->scale);
  sprite.half = (int) ceil ((size * 0.65 + width * 1.5 + 1.0) * self->target->scale);
  sprite.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, sprite.half * 2, sprite.half * 2);
  middle = sprite.half / self->target->scale;
  cr = cairo_create (sprite.surface);
  cairo_scale (cr, self->target->scale, self->target->scale);
  _atlas_marker_draw (cr, marker, icon, size, width, self->view->dark, middle, middle);
  cairo_destroy (cr);
  cairo_surface_flush (sprite.surface);
  measure_rows (self, &sprite);
  g_array_append_val (self->sprites, sprite);

  return &g_array_index (self->sprites, Sprite, self->sprites->len - 1);
}

/* Puts a picture over the target, pixel by pixel. */
static void
blend (AtlasSprites *self,
       const Sprite *sprite,
       int           x,
       int           y)
{
  int side = sprite->half * 2;
  int left = MAX (x, self->target->left), right = MIN (x + side, self->target->right);
  int top = MAX (y, self->target->top), bottom = MIN (y + side, self->target->bottom);
  int source_stride = cairo_image_surface_get_stride (sprite->surface);
  int target_stride = cairo_image_surface_get_stride (self->target->surface);
  const guchar *source = cairo_image_surface_get_data (sprite->surface);
  guchar *target = cairo_image_surface_get_data (self->target->surface);

  for (int row = top; row < bottom; row++)
    {
      const guint32 *from = (const guint32 *) (const void *) (source + (gsize) (row - y) * source_stride);
      guint32 *to = (guint32 *) (void *) (target + (gsize) row * target_stride);

      const AtlasSpriteRow *span = &sprite->rows[row - y];
      int first = MAX (left, x + span->first), end = MIN (right, x + span->end);
      int solid_first = CLAMP (x + span->solid_first, first, MAX (first, end));
      int solid_end = CLAMP (x + span->solid_end, solid_first, MAX (solid_first, end));

      for (int column = first; column < solid_first; column++)
        to[column] = _atlas_blend_pixel (to[column], from[column - x]);
      for (int column = solid_first; column < solid_end; column++)
        to[column] = from[column - x];
      for (int column = solid_end; column < end; column++)
        to[column] = _atlas_blend_pixel (to[column], from[column - x]);
    }
}

void
_atlas_sprites_paint (AtlasSprites      *self,
                      const AtlasMarker *marker,
                      const char        *icon,
                      double             size,
                      double             x,
                      double             y)
{
  const Sprite *sprite;
  int left, top;

  if (!self->target->is_pixels)
    {
      _atlas_marker_draw (self->cr, marker, icon, size, atlas_zoom_ramp_at (&marker->stroke_width, self->view->zoom),
                          self->view->dark, x, y);
      return;
    }

  /* Sizes that a field gives are rounded, so that there are not as many pictures as values. */
  if (marker->size_by.field != NULL)
    size = size < 24.0 ? nearbyint (size * 2.0) / 2.0 : size < 96.0 ? nearbyint (size) : nearbyint (size / 4.0) * 4.0;
  sprite = get_sprite (self, marker, icon, size);
  if (cairo_surface_status (sprite->surface) != CAIRO_STATUS_SUCCESS)
    return;

  left = (int) floor (x * self->target->scale + self->target->x + 0.5) - sprite->half;
  top = (int) floor (y * self->target->scale + self->target->y + 0.5) - sprite->half;
  if (self->target->is_direct)
    {
      if (!is_taken (self, sprite, left, top))
        blend (self, sprite, left, top);
      return;
    }

  cairo_save (self->cr);
  cairo_translate (self->cr, (left - self->target->x) / self->target->scale, (top - self->target->y) / self->target->scale);
  cairo_scale (self->cr, 1.0 / self->target->scale, 1.0 / self->target->scale);
  cairo_set_source_surface (self->cr, sprite->surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (self->cr);
  cairo_restore (self->cr);
}

gboolean
_atlas_sprites_get (AtlasSprites      *self,
                    const AtlasMarker *marker,
                    double             size,
                    AtlasSpritePixels *pixels)
{
  const Sprite *sprite = get_sprite (self, marker, NULL, size);

  if (cairo_surface_status (sprite->surface) != CAIRO_STATUS_SUCCESS || sprite->rows == NULL)
    return FALSE;
  *pixels = (AtlasSpritePixels) {
    .pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (sprite->surface),
    .stride = (gsize) cairo_image_surface_get_stride (sprite->surface) / 4,
    .half = sprite->half,
    .rows = sprite->rows,
  };

  return TRUE;
}
