/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Painting placed names.
 *
 * Letters are outlines: stroked for the halo, filled for the letter itself, so a turned letter is as clean as an upright
 * one and lies at its exact place.  On paper (PDF, PostScript, SVG) the fill is text, which can be searched and copied.
 * Any thread that owns the cairo context. */

#include <math.h>

#include "render/atlas-labels-private.h"

/* An upright name begins on a whole device pixel, so its stems look alike wherever it stands. */
static void
snap_to_pixel (cairo_t *cr,
               double  *x,
               double  *y)
{
  double device_x = *x;
  double device_y = *y;

  cairo_user_to_device (cr, &device_x, &device_y);
  device_x = round (device_x);
  device_y = round (device_y);
  cairo_device_to_user (cr, &device_x, &device_y);
  *x = device_x;
  *y = device_y;
}

static gboolean
is_paper (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Adds the outline of a letter to the path, or (@text) shows it as text. */
static void
draw_letter (cairo_t                 *cr,
             const AtlasPlacedLabel  *label,
             const AtlasPlacedLetter *place,
             guint                    number,
             gboolean                 text)
{
  const AtlasLabelLetter *letter = &label->text->letters[number];
  cairo_matrix_t matrix;
  cairo_glyph_t glyphs[16];
  guint n = MIN (letter->n_glyphs, G_N_ELEMENTS (glyphs));

  if (n == 0)
    return;
  /* The turn is in the font's matrix: cairo then gives the turned outline at its place, without moving the path. */
  cairo_matrix_init (&matrix, label->size * place->cosine, label->size * place->sine, -label->size * place->sine,
                     label->size * place->cosine, 0.0, 0.0);
  cairo_set_font_face (cr, label->text->faces[letter->face]);
  cairo_set_font_matrix (cr, &matrix);
  for (guint i = 0; i < n; i++)
    {
      const AtlasLabelGlyph *glyph = &label->text->glyphs[letter->first_glyph + i];

      glyphs[i].index = glyph->index;
      glyphs[i].x = place->x + (glyph->x * place->cosine - glyph->y * place->sine) * label->size;
      glyphs[i].y = place->y + (glyph->x * place->sine + glyph->y * place->cosine) * label->size;
    }
  if (text)
    {
      cairo_text_cluster_t cluster = { (int) letter->text_length, (int) n };

      cairo_show_text_glyphs (cr, label->text->text + letter->text_offset, (int) letter->text_length, glyphs, (int) n,
                              &cluster, 1, 0);
    }
  else
    {
      cairo_glyph_path (cr, glyphs, (int) n);
    }
}

static void
draw_letters (cairo_t                 *cr,
              const AtlasPlacedLabel  *label,
              const AtlasPlacedLetter *letters,
              gboolean                 text)
{
  double shift_x = 0.0;
  double shift_y = 0.0;

  if (label->placement != ATLAS_LABEL_LINE &&
      cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE)
    {
      shift_x = letters[0].x;
      shift_y = letters[0].y;
      snap_to_pixel (cr, &shift_x, &shift_y);
      shift_x -= letters[0].x;
      shift_y -= letters[0].y;
    }
  for (guint i = 0; i < label->text->n_letters; i++)
    {
      AtlasPlacedLetter place = letters[i];

      place.x += shift_x;
      place.y += shift_y;
      draw_letter (cr, label, &place, i, text);
    }
}

static void
set_color (cairo_t          *cr,
           const AtlasColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

/* The box of a road number: its colour, with a thin rim in the colour of the number. */
static void
draw_shield (cairo_t                *cr,
             const AtlasPlacedLabel *label,
             double                  room)
{
  const double rim = MAX (1.0, label->size / 11.0);
  double x1 = label->bounds.x + room;
  double y1 = label->bounds.y + room;
  double x2 = label->bounds.x + label->bounds.width - room;
  double y2 = label->bounds.y + label->bounds.height - room;
  double radius = 0.26 * label->size;

  if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE)
    {
      snap_to_pixel (cr, &x1, &y1);
      snap_to_pixel (cr, &x2, &y2);
    }
  for (int i = 0; i < 2; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x2 - radius, y1 + radius, radius, -G_PI_2, 0.0);
      cairo_arc (cr, x2 - radius, y2 - radius, radius, 0.0, G_PI_2);
      cairo_arc (cr, x1 + radius, y2 - radius, radius, G_PI_2, G_PI);
      cairo_arc (cr, x1 + radius, y1 + radius, radius, G_PI, 1.5 * G_PI);
      cairo_close_path (cr);
      if (i == 0)
        {
          set_color (cr, &label->halo);
          cairo_fill (cr);
          x1 += 1.5 * rim;
          y1 += 1.5 * rim;
          x2 -= 1.5 * rim;
          y2 -= 1.5 * rim;
          radius = MAX (radius - rim, 0.5);
        }
    }
  cairo_set_source_rgba (cr, label->color.red, label->color.green, label->color.blue, 0.75 * label->color.alpha);
  cairo_set_line_width (cr, 0.7 * rim);
  cairo_stroke (cr);
}

static void
paint_label (cairo_t                 *cr,
             const AtlasPlacedLabel  *label,
             const AtlasPlacedLetter *letters)
{
  gboolean paper = is_paper (cr);

  cairo_new_path (cr);
  if (label->placement == ATLAS_LABEL_SHIELD)
    {
      draw_shield (cr, label, ATLAS_LABEL_SHIELD_ROOM);
    }
  else if (label->halo_width > 0.0 && label->halo.alpha > 0.0f)
    {
      draw_letters (cr, label, letters, FALSE);
      set_color (cr, &label->halo);
      cairo_set_line_width (cr, 2.0 * label->halo_width);
      if (!paper)
        {
          /* A halo is soft: a coarser outline and fewer samples halve the cost of a screen of names. */
          cairo_set_tolerance (cr, 0.3);
          cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
          cairo_stroke_preserve (cr);
          cairo_set_tolerance (cr, 0.1);
          cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
          set_color (cr, &label->color);
          cairo_fill (cr);
          return;
        }
      cairo_stroke (cr);
    }

  set_color (cr, &label->color);
  draw_letters (cr, label, letters, paper);
  if (!paper)
    cairo_fill (cr);
}

static gboolean
lies_under (const cairo_rectangle_t *name,
            const cairo_rectangle_t *cover)
{
  return name->x < cover->x + cover->width && cover->x < name->x + name->width && name->y < cover->y + cover->height &&
         cover->y < name->y + name->height;
}

void
atlas_labels_paint (AtlasLabels *self,
                    cairo_t     *cr)
{
  atlas_labels_paint_around (self, cr, NULL);
}

void
atlas_labels_paint_around (AtlasLabels             *self,
                           cairo_t                 *cr,
                           const cairo_rectangle_t *cover)
{
  cairo_font_options_t *options;

  g_return_if_fail (self != NULL && cr != NULL);

  cairo_save (cr);
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options (cr, options);
  cairo_font_options_destroy (options);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, NULL, 0, 0.0);

  for (guint i = self->labels->len; i > 0; i--)
    {
      const AtlasPlacedLabel *label = &g_array_index (self->labels, AtlasPlacedLabel, i - 1);

      if (cover != NULL && lies_under (&label->bounds, cover))
        continue;
      paint_label (cr, label, &g_array_index (self->letters, AtlasPlacedLetter, label->first_letter));
    }
  cairo_restore (cr);
}
