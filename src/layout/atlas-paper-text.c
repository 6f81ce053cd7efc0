/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text on paper, by Pango: as text where the surface has text.  Nothing is hinted, so what is measured is what is drawn, on every
 * surface.  Any thread. */

#include "layout/atlas-paper-text.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Pango works in units of so many millimetres: fine enough for letters of two. */
#define UNIT 0.05
/* A text that fits on its line in this part of its size stays on it. */
#define SHRINK 0.72
/* What is tried one after the other. */
#define STEP 0.96

static const char *const SONG[] = { "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun", NULL };
static const char *const HEI[] = { "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "SimHei", NULL };

static PangoLayout *
make_layout (const AtlasPaperText *self,
             const char           *text,
             double                size)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autofree char *families = g_strjoinv (", ", (char **) (self->song ? SONG : HEI));
  g_autofree char *all
      = g_strdup_printf ("%s%s%s, %s", self->font != NULL ? self->font : "", self->font != NULL && *self->font != '\0' ? ", " : "",
                         families, self->song ? "serif" : "sans-serif");
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoLayout *layout;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 96.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (self->chinese ? "zh-cn" : "en"));

  pango_font_description_set_family (font, all);
  pango_font_description_set_weight (font, self->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size / UNIT * PANGO_SCALE);
  layout = pango_layout_new (context);
  g_object_unref (context);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  /* A hyphen in the middle of a name would be read as its own. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (self->spacing > 0.0)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new ((int) (self->spacing * size / UNIT * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_alignment (layout, self->align < 0.25  ? PANGO_ALIGN_LEFT
                                      : self->align < 0.75 ? PANGO_ALIGN_CENTER
                                                           : PANGO_ALIGN_RIGHT);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static void
get_size (PangoLayout *layout,
          double      *width,
          double      *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE * UNIT;
  *height = (double) h / PANGO_SCALE * UNIT;
}

void
atlas_paper_text_measure (const AtlasPaperText *self,
                          const char           *text,
                          double               *width,
                          double               *height)
{
  g_autoptr (PangoLayout) layout = NULL;

  g_return_if_fail (self != NULL && text != NULL);

  layout = make_layout (self, text, self->size);
  get_size (layout, width, height);
}

double
atlas_paper_text_measure_lines (const AtlasPaperText *self,
                                const char           *text,
                                double                width)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, self->size);
  double w, h;

  pango_layout_set_width (layout, (int) (MAX (width, 1.0) / UNIT * PANGO_SCALE));
  get_size (layout, &w, &h);

  return h;
}

static void
show (const AtlasPaperText *self,
      cairo_t              *cr,
      PangoLayout          *layout,
      double                x,
      double                y)
{
  cairo_save (cr);
  atlas_paper_set_color (cr, self->color, 1.0);
  cairo_move_to (cr, x, y);
  cairo_scale (cr, UNIT, UNIT);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
  cairo_new_path (cr);
}

void
atlas_paper_text_paint (const AtlasPaperText *self,
                        cairo_t              *cr,
                        const char           *text,
                        double                x,
                        double                y)
{
  g_autoptr (PangoLayout) layout = NULL;
  double width, height;

  g_return_if_fail (self != NULL && cr != NULL && text != NULL);

  layout = make_layout (self, text, self->size);
  get_size (layout, &width, &height);
  show (self, cr, layout, x - self->align * width, y);
}

/* Broken where it must be, into lines that are about equally long.  Returns: whether no letter leaves @width. */
static gboolean
break_lines (PangoLayout *layout,
             double       width)
{
  int lines, low, high, w;

  pango_layout_set_width (layout, (int) (width / UNIT * PANGO_SCALE));
  lines = pango_layout_get_line_count (layout);
  pango_layout_get_size (layout, &w, NULL);
  if (w > pango_layout_get_width (layout) + 1)
    return FALSE;
  low = 0;
  high = pango_layout_get_width (layout);
  for (guint i = 0; i < 12 && lines > 1; i++)
    {
      int middle = low + (high - low) / 2;

      pango_layout_set_width (layout, middle);
      if (pango_layout_get_line_count (layout) > lines)
        low = middle;
      else
        high = middle;
    }
  pango_layout_set_width (layout, high);

  return TRUE;
}

/* The layout that goes into the box, and its size. */
static PangoLayout *
fit (const AtlasPaperText *self,
     const char           *text,
     double                width,
     double                height,
     double               *size)
{
  for (double part = 1.0;; part *= STEP)
    {
      PangoLayout *layout = make_layout (self, text, self->size * part);
      double w, h;

      *size = self->size * part;
      get_size (layout, &w, &h);
      if ((w <= width && h <= height) || part < 0.05)
        return layout;
      /* One line a little smaller looks better than two. */
      if (self->wrap || part < SHRINK || w * SHRINK > width)
        {
          if (break_lines (layout, width))
            {
              get_size (layout, &w, &h);
              if (h <= height)
                return layout;
            }
        }
      g_object_unref (layout);
    }
}

double
atlas_paper_text_fit (const AtlasPaperText *self,
                      const char           *text,
                      double                width,
                      double                height)
{
  g_autoptr (PangoLayout) layout = NULL;
  double size;

  g_return_val_if_fail (self != NULL && text != NULL, 0.0);

  layout = fit (self, text, width, height, &size);

  return size;
}

void
atlas_paper_text_paint_box (const AtlasPaperText    *self,
                            cairo_t                 *cr,
                            const char              *text,
                            const cairo_rectangle_t *box,
                            double                   valign)
{
  g_autoptr (PangoLayout) layout = NULL;
  double size, width, height;

  g_return_if_fail (self != NULL && cr != NULL && text != NULL && box != NULL);

  if (*text == '\0')
    return;
  layout = fit (self, text, box->width, box->height, &size);
  get_size (layout, &width, &height);
  if (pango_layout_get_width (layout) > 0)
    width = (double) pango_layout_get_width (layout) / PANGO_SCALE * UNIT;
  show (self, cr, layout, box->x + self->align * (box->width - width), box->y + valign * (box->height - height));
}

gboolean
atlas_paper_text_can_draw (const AtlasPaperText *self,
                           const char           *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, self->size);

  return pango_layout_get_unknown_glyphs_count (layout) == 0;
}

gboolean
atlas_paper_text_has_family (const AtlasPaperText *self)
{
  /* The one letter tells, for a family is there or not. */
  g_autoptr (PangoLayout) layout = make_layout (self, "治", MAX (self->size, 1.0));
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  PangoFontDescription *font;
  gboolean found = FALSE;
  const char *family;

  if (line == NULL || line->runs == NULL || pango_layout_get_unknown_glyphs_count (layout) > 0)
    return FALSE;
  font = pango_font_describe (((PangoLayoutRun *) line->runs->data)->item->analysis.font);
  family = pango_font_description_get_family (font);
  for (const char *const *name = self->song ? SONG : HEI; family != NULL && *name != NULL; name++)
    found |= strcmp (*name, family) == 0;
  found |= family != NULL && self->font != NULL && strcmp (self->font, family) == 0;
  pango_font_description_free (font);

  return found;
}

void
atlas_paper_set_color (cairo_t *cr,
                       guint32  color,
                       double   alpha)
{
  cairo_set_source_rgba (cr, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0, alpha);
}

guint32
atlas_paper_parse_color (const char *text,
                         guint32     otherwise)
{
  guint64 value;

  if (text != NULL && text[0] == '#' && strlen (text) == 7 && g_ascii_string_to_unsigned (text + 1, 16, 0, 0xffffff, &value, NULL))
    return (guint32) value;

  return otherwise;
}
