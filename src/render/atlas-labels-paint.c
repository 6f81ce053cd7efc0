/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Painting placed names.
 *
 * On pixels, letters and halos are masks from a cache (atlas-label-mask.h), put together name by name, so that a halo that
 * lets the map through is even where the halos of two letters meet.  Where masks will not do (a turned view, huge letters)
 * and on paper they are outlines: stroked for the halo, filled for the letter.  On paper (PDF, PostScript, SVG) the fill is
 * text, which can be searched and copied; where a recorder takes text (atlas-text-record.h) it gets both.  Any thread that owns the cairo context. */

#include <math.h>
#include <string.h>

#include "render/atlas-label-mask.h"
#include "render/atlas-labels-private.h"
#include "render/atlas-paper-marks.h"
#include "render/atlas-text-record.h"

#define MOST_SIDE 8192            /* pixels of a name */

/* Where masks go: pixels are user space times @scale, moved by @x and @y. */
typedef struct
{
  gboolean usable;
  double   scale;
  double   x;
  double   y;
  GArray  *places;                /* Place: the letters of the name at hand */
  GArray  *letters;               /* guint8: the name's pixels, */
  GArray  *halos;                 /* … and its halo's */
} Pixels;

/* A mask and where its first pixel lies. */
typedef struct
{
  AtlasLabelMask *mask;
  int             x;
  int             y;
} Place;

static gboolean
is_whole (double value)
{
  return value == floor (value);
}

static void
clear_place (gpointer data)
{
  atlas_label_mask_unref (((Place *) data)->mask);
}

static void
pixels_init (Pixels  *self,
             cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  double scale_x, scale_y, offset_x, offset_y;
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  cairo_surface_get_device_offset (surface, &offset_x, &offset_y);
  *self = (Pixels) { .scale = matrix.xx, .x = matrix.x0, .y = matrix.y0 };
  self->usable = cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE && matrix.xy == 0.0 && matrix.yx == 0.0 &&
                 matrix.xx == matrix.yy && matrix.xx > 0.0 && scale_x == 1.0 && scale_y == 1.0 && is_whole (offset_x) &&
                 is_whole (offset_y);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, clear_place);
  self->letters = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->halos = g_array_new (FALSE, FALSE, sizeof (guint8));
}

static void
pixels_clear (Pixels *self)
{
  g_array_unref (self->places);
  g_array_unref (self->letters);
  g_array_unref (self->halos);
}

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

/* How far an upright name is moved so that it begins on a whole pixel. */
static void
get_shift (cairo_t                 *cr,
           const AtlasPlacedLabel  *label,
           const AtlasPlacedLetter *letters,
           double                  *shift_x,
           double                  *shift_y)
{
  if (label->placement == ATLAS_LABEL_LINE ||
      cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE)
    return;
  *shift_x = letters[0].x;
  *shift_y = letters[0].y;
  snap_to_pixel (cr, shift_x, shift_y);
  *shift_x -= letters[0].x;
  *shift_y -= letters[0].y;
}

static void
draw_letters (cairo_t                 *cr,
              const AtlasPlacedLabel  *label,
              const AtlasPlacedLetter *letters,
              gboolean                 text)
{
  double shift_x = 0.0;
  double shift_y = 0.0;

  get_shift (cr, label, letters, &shift_x, &shift_y);
  for (guint i = 0; i < label->text->n_letters; i++)
    {
      AtlasPlacedLetter place = letters[i];

      place.x += shift_x;
      place.y += shift_y;
      draw_letter (cr, label, &place, i, text);
    }
}

/* Finds the masks of a letter and where they go.  Returns FALSE when there is none for it. */
static gboolean
add_places (Pixels                  *self,
            const AtlasPlacedLabel  *label,
            const AtlasPlacedLetter *place,
            guint                    number,
            double                   halo)
{
  const AtlasLabelLetter *letter = &label->text->letters[number];
  const int steps = ATLAS_LABEL_MASK_STEPS;
  double turn = atan2 (place->sine, place->cosine) / (2.0 * G_PI) * ATLAS_LABEL_MASK_TURNS;
  AtlasLabelMaskKey key = {
    .face = letter->n_glyphs > 0 ? label->text->faces[letter->face] : NULL,
    .size = (float) (label->size * self->scale),
    .halo = (float) (halo * self->scale),
    .turn = (guint16) ((int) lrint (turn) & (ATLAS_LABEL_MASK_TURNS - 1)),
  };

  for (guint i = 0; i < letter->n_glyphs; i++)
    {
      const AtlasLabelGlyph *glyph = &label->text->glyphs[letter->first_glyph + i];
      double x = place->x + (glyph->x * place->cosine - glyph->y * place->sine) * label->size;
      double y = place->y + (glyph->x * place->sine + glyph->y * place->cosine) * label->size;
      double step_x = round ((x * self->scale + self->x) * steps);
      double step_y = round ((y * self->scale + self->y) * steps);
      Place found = { NULL, (int) floor (step_x / steps), (int) floor (step_y / steps) };

      key.glyph = glyph->index;
      key.step_x = (guint8) (step_x - (double) found.x * steps);
      key.step_y = (guint8) (step_y - (double) found.y * steps);
      found.mask = atlas_label_mask_get (&key);
      if (found.mask == NULL)
        return FALSE;
      found.x += found.mask->x;
      found.y += found.mask->y;
      g_array_append_val (self->places, found);
    }
  return TRUE;
}

/* Lays the letters' pixels over each other: where two meet, the greater counts. */
static void
join_masks (const Pixels *self,
            GArray       *into,
            gboolean      halos,
            int           left,
            int           top,
            int           stride)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      const guint8 *from = halos ? place->mask->halo : place->mask->letter;

      for (int row = 0; row < place->mask->height; row++)
        {
          guint8 *to = (guint8 *) into->data + (gsize) (place->y - top + row) * (gsize) stride + (place->x - left);

          for (int column = 0; column < place->mask->width; column++)
            to[column] = MAX (to[column], from[column]);
          from += place->mask->width;
        }
    }
}

static void
paint_mask (cairo_t          *cr,
            const AtlasColor *color,
            GArray           *pixels,
            int               x,
            int               y,
            int               width,
            int               height,
            int               stride)
{
  cairo_surface_t *surface =
    cairo_image_surface_create_for_data ((guchar *) pixels->data, CAIRO_FORMAT_A8, width, height, stride);

  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
  cairo_mask_surface (cr, surface, x, y);
  cairo_restore (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

/* Paints a name's halo and letters as pixels.  Returns FALSE, with nothing painted, when it must be outlines. */
static gboolean
paint_pixels (Pixels                  *self,
              cairo_t                 *cr,
              const AtlasPlacedLabel  *label,
              const AtlasPlacedLetter *letters,
              double                   halo)
{
  int left = G_MAXINT, top = G_MAXINT, right = G_MININT, bottom = G_MININT, stride;
  double shift_x = 0.0;
  double shift_y = 0.0;

  g_array_set_size (self->places, 0);
  get_shift (cr, label, letters, &shift_x, &shift_y);
  for (guint i = 0; i < label->text->n_letters; i++)
    {
      AtlasPlacedLetter place = letters[i];

      place.x += shift_x;
      place.y += shift_y;
      if (!(fabs (place.x * self->scale) < 1e6 && fabs (place.y * self->scale) < 1e6) ||
          !add_places (self, label, &place, i, halo))
        return FALSE;
    }
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->mask->width == 0)
        continue;
      left = MIN (left, place->x);
      top = MIN (top, place->y);
      right = MAX (right, place->x + place->mask->width);
      bottom = MAX (bottom, place->y + place->mask->height);
    }
  if (left >= right)
    return TRUE;
  if (right - left > MOST_SIDE || bottom - top > MOST_SIDE)
    return FALSE;

  stride = cairo_format_stride_for_width (CAIRO_FORMAT_A8, right - left);
  for (int pass = halo > 0.0 ? 0 : 1; pass < 2; pass++)
    {
      GArray *pixels = pass == 0 ? self->halos : self->letters;

      g_array_set_size (pixels, 0);
      g_array_set_size (pixels, (guint) stride * (guint) (bottom - top));
      memset (pixels->data, 0, pixels->len);
      join_masks (self, pixels, pass == 0, left, top, stride);
      paint_mask (cr, pass == 0 ? &label->halo : &label->color, pixels, left, top, right - left, bottom - top, stride);
    }
  return TRUE;
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

/* Tells the text to who writes it. */
static void
record_label (AtlasTextRecorder       *recorder,
              cairo_t                 *cr,
              const AtlasPlacedLabel  *label,
              const AtlasPlacedLetter *letters,
              double                   halo)
{
  const AtlasLabelText *text = label->text;
  const AtlasTextLook look = { .family = atlas_label_text_get_family (text->flags),
                               .size = label->size,
                               .weight = text->flags & ATLAS_LABEL_TEXT_BOLD ? 700 : 400,
                               .color = label->color,
                               .halo = label->halo,
                               .halo_width = halo };
  g_autofree AtlasTextLetter *told = g_new (AtlasTextLetter, text->n_letters);

  for (guint i = 0; i < text->n_letters; i++)
    told[i] = (AtlasTextLetter){ text->letters[i].text_offset, text->letters[i].text_length,          letters[i].x, letters[i].y,
                                 letters[i].cosine,            letters[i].sine, text->letters[i].advance * label->size };
  atlas_text_recorder_add (recorder, cr, text->text, told, text->n_letters, &label->bounds, &look);
}

static void
paint_label (Pixels                  *pixels,
             cairo_t                 *cr,
             const AtlasPlacedLabel  *label,
             const AtlasPlacedLetter *letters)
{
  gboolean paper = is_paper (cr);
  gboolean shield = label->placement == ATLAS_LABEL_SHIELD;
  gboolean halo = !shield && label->halo_width > 0.0 && label->halo.alpha > 0.0f;
  AtlasTextRecorder *recorder = paper ? atlas_text_recorder_get (cr) : NULL;

  cairo_new_path (cr);
  if (shield)
    draw_shield (cr, label, ATLAS_LABEL_SHIELD_ROOM);
  if (pixels->usable && paint_pixels (pixels, cr, label, letters, halo ? label->halo_width : 0.0))
    return;
  if (recorder != NULL)
    {
      record_label (recorder, cr, label, letters, halo ? label->halo_width : 0.0);
      return;
    }
  if (halo)
    {
      draw_letters (cr, label, letters, FALSE);
      set_color (cr, &label->halo);
      cairo_set_line_width (cr, 2.0 * label->halo_width);
      cairo_stroke (cr);
    }

  set_color (cr, &label->color);
  /* Letters on a bend or far from each other are one name to who searches for it. */
  if (paper)
    atlas_paper_mark_begin (cr, ATLAS_PAPER_TEXT, label->text->text);
  draw_letters (cr, label, letters, paper);
  if (paper)
    atlas_paper_mark_end (cr, ATLAS_PAPER_TEXT);
  else
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
  Pixels pixels;

  g_return_if_fail (self != NULL && cr != NULL);

  pixels_init (&pixels, cr);

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
      paint_label (&pixels, cr, label, &g_array_index (self->letters, AtlasPlacedLetter, label->first_letter));
    }
  cairo_restore (cr);
  pixels_clear (&pixels);
}
