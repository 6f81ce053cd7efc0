/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Letters and halos as pixels, and the cache of them.
 *
 * The letter is filled by cairo from its outline, unhinted, as it would be on the map.  The halo is not stroked: what lies
 * within its width of the letter follows from the letter's pixels.  Where an edge passes through a pixel of coverage c, it is
 * c - 1/2 pixels beyond the pixel's middle; so a pixel at the distance d from it is d - c + 1/2 from the edge:
 *
 *       halo = max over the letter's pixels of clamp (width + c - d, 0, 1)
 *
 * exact for straight edges and a tenth of the price of a stroke.
 * Owner: the cache holds one reference, who paints another.  Limits: letters up to 256 pixels; when the cache is full it
 * begins anew, and what is on the screen comes back at the price of making it once. */

#include "render/atlas-label-mask.h"

#include <math.h>
#include <string.h>

#define MOST_BYTES (16 << 20)
#define MOST_SIZE 256.0f          /* pixels an em */
#define MOST_HALO 16.0f           /* pixels */
#define MOST_SIDE 1024            /* of a mask: a glyph may be larger than its em */

static GMutex      cache_mutex;
static GHashTable *cache;         /* a set of AtlasLabelMask by key; under cache_mutex */
static gsize       cache_bytes;   /* likewise */

static guint
hash_key (gconstpointer data)
{
  const AtlasLabelMaskKey *key = data;
  guint32 size;
  guint64 h;

  memcpy (&size, &key->size, sizeof size);
  h = (guint64) (gsize) key->face ^ (guint64) key->glyph << 40 ^ (guint64) size << 16;
  h ^= (guint64) key->turn << 8 ^ (guint64) key->step_x << 4 ^ key->step_y;
  h *= G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return (guint) (h >> 32);
}

static gboolean
equal_keys (gconstpointer one,
            gconstpointer two)
{
  const AtlasLabelMaskKey *a = one;
  const AtlasLabelMaskKey *b = two;

  return a->face == b->face && a->glyph == b->glyph && a->size == b->size && a->halo == b->halo && a->turn == b->turn &&
         a->step_x == b->step_x && a->step_y == b->step_y;
}

void
atlas_label_mask_unref (AtlasLabelMask *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  cairo_font_face_destroy (self->key.face);
  g_free (self->letter);
  g_free (self->halo);
  g_free (self);
}

/* Sets the letter's outline as the path of @cr, its origin at @x, @y. */
static void
trace (cairo_t                 *cr,
       const AtlasLabelMaskKey *key,
       double                   x,
       double                   y)
{
  double angle = key->turn * (2.0 * G_PI / ATLAS_LABEL_MASK_TURNS);
  double c = key->size * cos (angle);
  double s = key->size * sin (angle);
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_glyph_t glyph = { key->glyph, x, y };
  cairo_matrix_t matrix;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options (cr, options);
  cairo_font_options_destroy (options);
  cairo_matrix_init (&matrix, c, s, -s, c, 0.0, 0.0);
  cairo_set_font_face (cr, key->face);
  cairo_set_font_matrix (cr, &matrix);
  cairo_glyph_path (cr, &glyph, 1);
}

static void
fill_letter (AtlasLabelMask *self,
             double          x,
             double          y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, self->width, self->height);
  cairo_t *cr = cairo_create (surface);
  int stride = cairo_image_surface_get_stride (surface);
  const guint8 *pixels;

  trace (cr, &self->key, x - self->x, y - self->y);
  cairo_fill (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  self->letter = g_malloc0 ((gsize) self->width * (gsize) self->height);
  for (int row = 0; pixels != NULL && row < self->height; row++)
    memcpy (self->letter + (gsize) row * (gsize) self->width, pixels + (gsize) row * (gsize) stride, (gsize) self->width);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Marks what lies around one pixel of the letter. */
static void
add_halo (AtlasLabelMask *self,
          const int      *distances,
          int             reach,
          int             x,
          int             y,
          int             coverage)
{
  int left = MAX (x - reach, 0), right = MIN (x + reach, self->width - 1);

  for (int row = MAX (y - reach, 0); row <= MIN (y + reach, self->height - 1); row++)
    {
      guint8 *halo = self->halo + (gsize) row * (gsize) self->width;
      const int *distance = distances + ABS (row - y) * (reach + 1);

      for (int column = left; column <= right; column++)
        {
          int value = coverage - distance[ABS (column - x)];

          if (value > halo[column])
            halo[column] = (guint8) MIN (value, 255);
        }
    }
}

static void
fill_halo (AtlasLabelMask *self)
{
  int reach = (int) ceilf (self->key.halo) + 1;
  g_autofree int *distances = g_new (int, (reach + 1) * (reach + 1));

  for (int y = 0; y <= reach; y++)
    for (int x = 0; x <= reach; x++)
      distances[y * (reach + 1) + x] = (int) lrint (255.0 * (hypot (x, y) - self->key.halo));

  self->halo = g_malloc0 ((gsize) self->width * (gsize) self->height);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        const guint8 *letter = self->letter + (gsize) y * (gsize) self->width + x;

        /* Inside the letter nothing is added that its edge does not add too, but the pixel itself. */
        if (*letter == 255 && x > 0 && y > 0 && x < self->width - 1 && y < self->height - 1 && letter[-1] == 255 &&
            letter[1] == 255 && letter[-self->width] == 255 && letter[self->width] == 255)
          self->halo[(gsize) y * (gsize) self->width + x] = 255;
        else if (*letter > 0)
          add_halo (self, distances, reach, x, y, *letter);
      }
}

static AtlasLabelMask *
make (const AtlasLabelMaskKey *key)
{
  AtlasLabelMask *self = g_new0 (AtlasLabelMask, 1);
  double x = (double) key->step_x / ATLAS_LABEL_MASK_STEPS;
  double y = (double) key->step_y / ATLAS_LABEL_MASK_STEPS;
  cairo_surface_t *nothing = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (nothing);
  double x1, y1, x2, y2;
  double room = key->halo > 0.0f ? ceil (key->halo) + 1.0 : 1.0;

  self->key = *key;
  cairo_font_face_reference (self->key.face);
  g_atomic_ref_count_init (&self->ref_count);
  trace (cr, key, x, y);
  cairo_path_extents (cr, &x1, &y1, &x2, &y2);
  cairo_destroy (cr);
  cairo_surface_destroy (nothing);
  if (!(x2 > x1 && y2 > y1))
    return self;

  self->x = (int) floor (CLAMP (x1, -MOST_SIDE, MOST_SIDE) - room);
  self->y = (int) floor (CLAMP (y1, -MOST_SIDE, MOST_SIDE) - room);
  self->width = (int) MIN (ceil (x2 + room) - self->x, MOST_SIDE);
  self->height = (int) MIN (ceil (y2 + room) - self->y, MOST_SIDE);
  fill_letter (self, x, y);
  if (key->halo > 0.0f)
    fill_halo (self);
  return self;
}

/* Keeps @mask, or lets it go for one that another thread made meanwhile.  Returns: (transfer full): the one to use. */
static AtlasLabelMask *
keep (AtlasLabelMask *mask)
{
  gsize bytes = sizeof (AtlasLabelMask) + 2 * (gsize) mask->width * (gsize) mask->height;
  AtlasLabelMask *other;

  g_mutex_lock (&cache_mutex);
  if (cache == NULL)
    cache = g_hash_table_new_full (hash_key, equal_keys, NULL, (GDestroyNotify) atlas_label_mask_unref);
  other = g_hash_table_lookup (cache, &mask->key);
  if (other != NULL)
    {
      g_atomic_ref_count_inc (&other->ref_count);
      atlas_label_mask_unref (mask);
      mask = other;
    }
  else
    {
      if (cache_bytes + bytes > MOST_BYTES)
        {
          g_hash_table_remove_all (cache);
          cache_bytes = 0;
        }
      cache_bytes += bytes;
      g_atomic_ref_count_inc (&mask->ref_count);
      g_hash_table_insert (cache, &mask->key, mask);
    }
  g_mutex_unlock (&cache_mutex);
  return mask;
}

AtlasLabelMask *
atlas_label_mask_get (const AtlasLabelMaskKey *key)
{
  AtlasLabelMask *mask;

  g_return_val_if_fail (key != NULL && key->face != NULL, NULL);
  if (!(key->size > 0.0f && key->size <= MOST_SIZE && key->halo <= MOST_HALO))
    return NULL;

  g_mutex_lock (&cache_mutex);
  mask = cache != NULL ? g_hash_table_lookup (cache, key) : NULL;
  if (mask != NULL)
    g_atomic_ref_count_inc (&mask->ref_count);
  g_mutex_unlock (&cache_mutex);
  return mask != NULL ? mask : keep (make (key));
}
