/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clusters: discs with how many points they stand for, and the points that stand alone, which have their own markers.
 *
 * A disc is put down at a whole device pixel, as a picture made for it, so that whatever part of the map is painted it is the
 * same; on paper it stays vectors and text.  Threads: any. */

#include "render/atlas-density-paint.h"

#include "data/atlas-locale.h"
#include "geo/atlas-mercator.h"
#include "render/atlas-label-text.h"
#include "render/atlas-text-record.h"

#include <math.h>
#include <string.h>

#define MOST_LETTERS 13.0       /* pixels */
#define RING_ALPHA 0.32
#define SKIN 1.0                /* a line around ring and disc in the colour of the text, which parts discs that touch */

typedef struct
{
  AtlasPaintJob *job;
  int            world;
  gboolean       sorted;
  GArray        *found;         /* of const AtlasCluster *, when discs are looked for */
} Search;

/* A disc and where it lies. */
typedef struct
{
  const AtlasCluster *cluster;
  int                 world;
} Disc;

/* Tells the text to who writes it. */
static void
record_text (AtlasTextRecorder    *recorder,
             cairo_t              *cr,
             const AtlasLabelText *text,
             double                size,
             double                left,
             double                baseline,
             const AtlasColor     *color)
{
  const cairo_rectangle_t bounds = { left, baseline - size, atlas_label_text_get_width (text, 0.0) * size, 1.3 * size };
  const AtlasTextLook look = { .family = atlas_label_text_get_family (text->flags), .size = size, .weight = 700, .color = *color };
  g_autofree AtlasTextLetter *letters = g_new0 (AtlasTextLetter, text->n_letters);

  for (guint i = 0; i < text->n_letters; i++)
    letters[i] = (AtlasTextLetter){ .offset = text->letters[i].text_offset,
                                    .length = text->letters[i].text_length,
                                    .x = left + text->letters[i].x * size,
                                    .y = baseline,
                                    .cosine = 1.0,
                                    .advance = text->letters[i].advance * size };
  atlas_text_recorder_add (recorder, cr, text->text, letters, text->n_letters, &bounds, &look);
}

static void
draw_text (cairo_t          *cr,
           AtlasLabelText   *text,
           double            size,
           double            x,
           double            y,
           const AtlasColor *color,
           gboolean          as_text)
{
  const double left = x - atlas_label_text_get_width (text, 0.0) * size / 2.0;
  const double baseline = y + ATLAS_LABEL_TEXT_MIDDLE * size;
  AtlasTextRecorder *recorder = as_text ? atlas_text_recorder_get (cr) : NULL;

  if (recorder != NULL)
    {
      record_text (recorder, cr, text, size, left, baseline, color);
      return;
    }
  cairo_set_font_size (cr, size);
  for (guint i = 0; i < text->n_letters; i++)
    {
      const AtlasLabelLetter *letter = &text->letters[i];
      cairo_glyph_t glyphs[16];
      const guint n = MIN (letter->n_glyphs, G_N_ELEMENTS (glyphs));

      for (guint k = 0; k < n; k++)
        {
          const AtlasLabelGlyph *glyph = &text->glyphs[letter->first_glyph + k];

          glyphs[k] = (cairo_glyph_t) { glyph->index, left + (letter->x + glyph->x) * size, baseline + glyph->y * size };
        }
      cairo_set_font_face (cr, text->faces[letter->face]);
      if (as_text)
        {
          const cairo_text_cluster_t cluster = { (int) letter->text_length, (int) n };

          cairo_show_text_glyphs (cr, text->text + letter->text_offset, (int) letter->text_length, glyphs, (int) n, &cluster,
                                  1, 0);
        }
      else
        cairo_glyph_path (cr, glyphs, (int) n);
    }
  if (!as_text)
    cairo_fill (cr);
}

static void
draw_circle (cairo_t          *cr,
             const AtlasColor *color,
             double            alpha,
             double            radius,
             double            x,
             double            y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  _atlas_set_color (cr, color, alpha);
  cairo_fill (cr);
}

void
_atlas_cluster_draw (cairo_t            *cr,
                     const AtlasDensity *density,
                     const char         *text,
                     double              disc,
                     gboolean            dark,
                     double              x,
                     double              y)
{
  const gboolean paper = cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE;
  const AtlasColor *color = atlas_paint_get (&density->color, dark);
  const double ring = MIN (ATLAS_CLUSTER_RING, disc * 0.3);
  g_autoptr (AtlasLabelText) shaped = *text != '\0' ? atlas_label_text_get (text, ATLAS_LABEL_TEXT_BOLD) : NULL;
  cairo_font_options_t *options;
  double size;

  cairo_save (cr);
  draw_circle (cr, color, RING_ALPHA, disc + ring, x, y);
  draw_circle (cr, color, 1.0, disc, x, y);
  if (shaped != NULL && shaped->n_letters > 0)
    {
      options = cairo_font_options_create ();
      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      cairo_set_font_options (cr, options);
      cairo_font_options_destroy (options);
      size = MIN (MOST_LETTERS, 1.64 * disc / atlas_label_text_get_width (shaped, 0.0));
      cairo_new_path (cr);
      _atlas_set_color (cr, atlas_paint_get (&density->text_color, dark), 1.0);
      draw_text (cr, shaped, MIN (size, disc * 1.15), x, y,
                 atlas_paint_get (&density->text_color, dark), paper);
    }
  cairo_restore (cr);
}

static void
add_lone (gsize    first,
          gsize    end,
          gpointer user_data)
{
  Search *self = user_data;
  AtlasPaintJob *job = self->job;

  for (gsize i = first; i < end; i++)
    {
      const AtlasLonePoint *point = &job->clusters->lone[i];
      const AtlasRule *rule = atlas_style_matcher_match (job->matcher, point->feature, job->view->zoom);
      AtlasPaintItem item = { .feature = point->feature, .world = self->world, .only = point->vertex + 1 };

      if (rule == NULL)
        continue;
      item.rule = (guint) (rule - job->rules);
      g_array_append_val (job->items, item);
    }
}

/* The window in places of world @world. */
static void
get_window (const AtlasPaintJob *self,
            int                  world,
            AtlasZPlace         *from,
            AtlasZPlace         *to)
{
  const AtlasProjection *window = &self->window;
  const double x = (self->x + window->left) / window->size - world, y = (window->y + window->top) / window->size;

  *from = atlas_z_place (x, y);
  *to = atlas_z_place (x + (window->right - window->left) / window->size,
                       y + (window->bottom - window->top) / window->size);
}

void
_atlas_job_add_lone (AtlasPaintJob *self,
                     int            world)
{
  Search search = { .job = self, .world = world };
  AtlasZPlace from, to;

  get_window (self, world, &from, &to);
  atlas_z_search (self->clusters->lone_places, self->clusters->n_lone, from, to, add_lone, &search);
}

static void
add_discs (gsize    first,
           gsize    end,
           gpointer user_data)
{
  Search *self = user_data;

  for (gsize i = first; i < end; i++)
    {
      const Disc disc = { &self->job->clusters->clusters[i], self->world };

      g_array_append_val (self->found, disc);
    }
}

/* The fuller above the emptier. */
static int
compare_discs (gconstpointer a,
               gconstpointer b)
{
  const Disc *first = a, *second = b;

  if (first->cluster == second->cluster)
    return first->world < second->world ? -1 : first->world > second->world;

  return atlas_cluster_is_above (first->cluster, second->cluster) ? 1 : -1;
}

/* At whole pixels, as a picture. */
static void
put_disc (AtlasPaintJob      *self,
          const AtlasDensity *density,
          const char         *text,
          double              disc,
          double              x,
          double              y)
{
  const double scale = self->target.scale;
  const int half = (int) ceil ((disc + ATLAS_CLUSTER_RING + SKIN) * scale);
  const int left = (int) floor (x * scale + self->target.x + 0.5) - half;
  const int top = (int) floor (y * scale + self->target.y + 0.5) - half;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (self->target.is_direct && (left >= self->target.right || top >= self->target.bottom
                                 || left + 2 * half <= self->target.left || top + 2 * half <= self->target.top))
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 2 * half, 2 * half);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  _atlas_cluster_draw (cr, density, text, disc, self->view->dark, half / scale, half / scale);
  cairo_destroy (cr);

  cairo_save (self->cr);
  cairo_translate (self->cr, (left - self->target.x) / scale, (top - self->target.y) / scale);
  cairo_scale (self->cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (self->cr, surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (self->cr);
  cairo_restore (self->cr);
  cairo_surface_destroy (surface);
}

void
_atlas_job_paint_clusters (AtlasPaintJob      *self,
                           const AtlasDensity *density)
{
  const AtlasProjection *window = &self->window;
  const int first = (int) CLAMP (floor ((self->x + window->left) / window->size), -2.0, 2.0);
  const int last = (int) CLAMP (floor ((self->x + window->right) / window->size), -2.0, 2.0);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Disc));
  Search search = { .job = self, .found = found };

  for (search.world = first; search.world <= last; search.world++)
    {
      AtlasZPlace from, to;

      get_window (self, search.world, &from, &to);
      atlas_z_search (self->clusters->places, self->clusters->n_clusters, from, to, add_discs, &search);
    }
  g_array_sort (found, compare_discs);

  for (guint i = 0; i < found->len; i++)
    {
      const Disc *at = &g_array_index (found, Disc, i);
      const double disc = atlas_cluster_get_disc (at->cluster->count, self->clusters->radius);
      g_autofree char *text = atlas_cluster_dup_count (at->cluster->count, atlas_locale_is_chinese ());
      const double x = (at->cluster->x + at->world) * window->size - self->x, y = at->cluster->y * window->size - window->y;

      if (self->target.is_pixels)
        put_disc (self, density, text, disc, x, y);
      else
        _atlas_cluster_draw (self->cr, density, text, disc, self->view->dark, x, y);
    }
}
