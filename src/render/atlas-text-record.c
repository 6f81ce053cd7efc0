/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasTextRecorder: the text that is drawn on a surface, and SVG of it.
 *
 * Lives in the surface's user data and on its thread.  A text is kept relative to the first corner of its mark, with the turn and
 * scale of user space; where the corner lies is read from the drawing, so groups and whatever else cairo does to coordinates
 * need not be known here.  Text in a straight line is one run that programs can edit; along a curve each letter has its place. */

#include "render/atlas-text-record.h"

#include "render/atlas-paper-marks.h"

#include <math.h>
#include <string.h>

#define STRAIGHT 0.02     /* of the size: how far a letter may lie off its line */
#define SAME_TURN 0.005   /* radians */
#define MOST_ROWS 8
/* Bytes: what is longer is a paragraph, of which one copies a part. */
#define MOST_WHOLE 200

/* Letters in a straight line. */
typedef struct
{
  guint  start;           /* bytes of the text */
  guint  end;
  double x;               /* from the mark's first corner, user space */
  double y;
  double turn;            /* radians, clockwise */
  double length;
  double spacing;         /* between letters, beyond what the font has */
} Row;

typedef struct
{
  char           *text;
  char           *family;
  AtlasTextLook   look;   /* its family is not used */
  cairo_matrix_t  matrix; /* user space to the surface; the place does not count */
  GArray         *rows;   /* Row */
  GArray         *letters; /* (nullable): AtlasTextLetter, relative: for a text along a curve */
} Text;

struct _AtlasTextRecorder
{
  GPtrArray *texts;       /* Text */
};

static const cairo_user_data_key_t recorder_key;

static void
text_free (gpointer data)
{
  Text *text = data;

  g_free (text->text);
  g_free (text->family);
  g_array_unref (text->rows);
  g_clear_pointer (&text->letters, g_array_unref);
  g_free (text);
}

static void
recorder_free (gpointer data)
{
  AtlasTextRecorder *self = data;

  g_ptr_array_unref (self->texts);
  g_free (self);
}

AtlasTextRecorder *
atlas_text_recorder_attach (cairo_surface_t *surface)
{
  AtlasTextRecorder *self = g_new0 (AtlasTextRecorder, 1);

  self->texts = g_ptr_array_new_with_free_func (text_free);
  cairo_surface_set_user_data (surface, &recorder_key, self, recorder_free);
  return self;
}

AtlasTextRecorder *
atlas_text_recorder_get (cairo_t *cr)
{
  return cairo_surface_get_user_data (cairo_get_target (cr), &recorder_key);
}

guint
atlas_text_recorder_get_n (AtlasTextRecorder *self)
{
  return self->texts->len;
}

static Text *
new_text (AtlasTextRecorder   *self,
          cairo_t             *cr,
          const char          *string,
          const AtlasTextLook *look)
{
  Text *text = g_new0 (Text, 1);

  text->text = g_strdup (string);
  text->family = g_strdup (look->family);
  text->look = *look;
  text->look.family = NULL;
  cairo_get_matrix (cr, &text->matrix);
  text->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_ptr_array_add (self->texts, text);
  return text;
}

/* A box in a colour that says which text it stands for. */
static void
draw_mark (AtlasTextRecorder       *self,
           cairo_t                 *cr,
           const cairo_rectangle_t *bounds)
{
  const guint mark = self->texts->len - 1;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, bounds->x, bounds->y, bounds->width, bounds->height);
  cairo_set_source_rgba (cr, mark / 1000000 % 1000 / 1000.0, mark / 1000 % 1000 / 1000.0, mark % 1000 / 1000.0,
                         ATLAS_TEXT_MARK_OPACITY);
  cairo_fill (cr);
  cairo_restore (cr);
}

static double
get_turn (const AtlasTextLetter *letter)
{
  return atan2 (letter->sine, letter->cosine);
}

/* Whether @next goes on in the line in which @letter is. */
static gboolean
goes_on (const AtlasTextLetter *letter,
         const AtlasTextLetter *next,
         double                 size)
{
  const double x = next->x - letter->x, y = next->y - letter->y;

  return fabs (remainder (get_turn (next) - get_turn (letter), 2.0 * G_PI)) < SAME_TURN &&
         fabs (y * letter->cosine - x * letter->sine) < STRAIGHT * size &&
         x * letter->cosine + y * letter->sine > -STRAIGHT * size;
}

/* Adds the line that begins with letter @first.  Returns: the letter after it. */
static guint
add_row (Text                  *text,
         const AtlasTextLetter *letters,
         guint                  first,
         guint                  n,
         double                 x,
         double                 y)
{
  const AtlasTextLetter *begin = &letters[first], *end = begin;
  double advances = 0.0, length;
  guint next = first + 1;
  Row row;

  for (; next < n && goes_on (end, &letters[next], text->look.size); next++)
    {
      advances += end->advance;
      end = &letters[next];
    }
  length = hypot (end->x - begin->x, end->y - begin->y);
  row = (Row){ .start = begin->offset,
               .end = end->offset + end->length,
               .x = begin->x - x,
               .y = begin->y - y,
               .turn = get_turn (begin),
               .length = length + end->advance,
               .spacing = next - first > 1 ? (length - advances) / (next - first - 1) : 0.0 };
  if (fabs (row.spacing) < 0.01 * text->look.size)
    row.spacing = 0.0;
  g_array_append_val (text->rows, row);
  return next;
}

void
atlas_text_recorder_add (AtlasTextRecorder       *self,
                         cairo_t                 *cr,
                         const char              *string,
                         const AtlasTextLetter   *letters,
                         guint                    n,
                         const cairo_rectangle_t *bounds,
                         const AtlasTextLook     *look)
{
  Text *text;

  if (n == 0)
    return;
  text = new_text (self, cr, string, look);
  for (guint i = 0; i < n && text->rows->len <= MOST_ROWS;)
    i = add_row (text, letters, i, n, bounds->x, bounds->y);
  /* A name along a bend: hardly a letter goes on where the last one went. */
  if (text->rows->len > 2 && text->rows->len > n / 3)
    {
      text->letters = g_array_sized_new (FALSE, FALSE, sizeof (AtlasTextLetter), n);
      for (guint i = 0; i < n; i++)
        {
          AtlasTextLetter letter = letters[i];

          letter.x -= bounds->x;
          letter.y -= bounds->y;
          g_array_append_val (text->letters, letter);
        }
    }
  draw_mark (self, cr, bounds);
}

/* What a line of a layout shows: its bytes, but "…" for what was cut out. */
static void
append_line (GString         *string,
             PangoLayoutLine *line,
             const char      *text)
{
  for (GSList *l = line->runs; l != NULL; l = l->next)
    {
      PangoLayoutRun *run = l->data;

      if (run->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
        g_string_append (string, "…");
      else
        g_string_append_len (string, text + run->item->offset, run->item->length);
    }
}

static void
look_of_layout (AtlasTextLook              *look,
                const PangoFontDescription *font,
                PangoContext               *context,
                cairo_t                    *cr)
{
  double red = 0.0, green = 0.0, blue = 0.0, alpha = 1.0, resolution = pango_cairo_context_get_resolution (context);

  cairo_pattern_get_rgba (cairo_get_source (cr), &red, &green, &blue, &alpha);
  *look = (AtlasTextLook){ .family = pango_font_description_get_family (font),
                           .size = pango_font_description_get_size (font) / (double) PANGO_SCALE,
                           .weight = pango_font_description_get_weight (font),
                           .italic = pango_font_description_get_style (font) != PANGO_STYLE_NORMAL,
                           .color = { (float) red, (float) green, (float) blue, (float) alpha } };
  if (!pango_font_description_get_size_is_absolute (font))
    look->size *= (resolution > 0.0 ? resolution : 96.0) / 72.0;
  if (look->family == NULL)
    look->family = "sans-serif";
}

/* The space between letters that the layout asks for, user space. */
static double
get_letter_spacing (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_layout_get_attributes (layout);
  PangoAttrIterator *iter;
  PangoAttribute *attribute;
  double spacing = 0.0;

  if (attributes == NULL)
    return 0.0;
  iter = pango_attr_list_get_iterator (attributes);
  attribute = pango_attr_iterator_get (iter, PANGO_ATTR_LETTER_SPACING);
  if (attribute != NULL)
    spacing = ((PangoAttrInt *) attribute)->value / (double) PANGO_SCALE;
  pango_attr_iterator_destroy (iter);
  return spacing;
}

/* As text; what stands in several lines or far apart is still one text to who searches for it. */
static void
show_marked (cairo_t     *cr,
             PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);
  const gboolean mark = strlen (text) <= MOST_WHOLE && strchr (text, '\n') == NULL && !pango_layout_is_ellipsized (layout) &&
                        (pango_layout_get_line_count (layout) > 1 || get_letter_spacing (layout) > 0.0);

  if (mark)
    atlas_paper_mark_begin (cr, ATLAS_PAPER_TEXT, text);
  pango_cairo_show_layout (cr, layout);
  if (mark)
    atlas_paper_mark_end (cr, ATLAS_PAPER_TEXT);
}

void
atlas_text_show_layout (cairo_t     *cr,
                        PangoLayout *layout)
{
  AtlasTextRecorder *self = atlas_text_recorder_get (cr);
  g_autoptr (GString) string = NULL;
  const PangoFontDescription *font = pango_layout_get_font_description (layout);
  PangoLayoutIter *iter;
  PangoRectangle all;
  AtlasTextLook look;
  Text *text;
  double x, y, spacing = get_letter_spacing (layout);

  if (self == NULL)
    {
      show_marked (cr, layout);
      return;
    }
  pango_layout_get_extents (layout, NULL, &all);
  if (all.width <= 0 || all.height <= 0)
    return;
  cairo_get_current_point (cr, &x, &y);
  look_of_layout (&look, font != NULL ? font : pango_context_get_font_description (pango_layout_get_context (layout)),
                  pango_layout_get_context (layout), cr);
  string = g_string_new (NULL);
  text = new_text (self, cr, "", &look);
  iter = pango_layout_get_iter (layout);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      PangoRectangle extents;
      Row row = { .start = (guint) string->len };

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      append_line (string, line, pango_layout_get_text (layout));
      row.end = (guint) string->len;
      row.x = (extents.x - all.x) / (double) PANGO_SCALE;
      row.y = (pango_layout_iter_get_baseline (iter) - all.y) / (double) PANGO_SCALE;
      row.length = extents.width / (double) PANGO_SCALE - spacing;
      row.spacing = spacing;
      while (row.end > row.start && g_ascii_isspace (string->str[row.end - 1]))
        row.end--;
      if (row.end > row.start)
        g_array_append_val (text->rows, row);
      /* Two paragraphs are two words. */
      if (pango_layout_get_text (layout)[line->start_index + line->length] == '\n')
        g_string_append_c (string, ' ');
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  g_free (text->text);
  text->text = g_strdup (string->str);
  draw_mark (self, cr,
             &(cairo_rectangle_t){ x + all.x / (double) PANGO_SCALE, y + all.y / (double) PANGO_SCALE,
                                   all.width / (double) PANGO_SCALE, all.height / (double) PANGO_SCALE });
}

static void
append_number (GString *svg,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  value = round (value * 1000.0) / 1000.0;
  g_string_append (svg, g_ascii_formatd (buffer, sizeof buffer, "%.10g", value == 0.0 ? 0.0 : value));
}

static void
append_attribute (GString    *svg,
                  const char *name,
                  double      value)
{
  g_string_append_printf (svg, " %s=\"", name);
  append_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_text (GString    *svg,
             const char *text,
             gsize       length)
{
  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      /* What XML has no room for was made U+FFFD long before; a stray one must not break the file. */
      if (c < 0x20 && c != '\t' && c != '\n')
        g_string_append (svg, "\xef\xbf\xbd");
      else if (c == '&')
        g_string_append (svg, "&amp;");
      else if (c == '<')
        g_string_append (svg, "&lt;");
      else if (c == '>')
        g_string_append (svg, "&gt;");
      else
        g_string_append_unichar (svg, c == '\t' || c == '\n' ? ' ' : c);
    }
}

static void
append_color (GString          *svg,
              const char       *name,
              const AtlasColor *color)
{
  g_string_append_printf (svg, " %s=\"#%02x%02x%02x\"", name, (guint) lrint (CLAMP (color->red, 0, 1) * 255.0),
                          (guint) lrint (CLAMP (color->green, 0, 1) * 255.0), (guint) lrint (CLAMP (color->blue, 0, 1) * 255.0));
  if (color->alpha < 1.0)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      append_attribute (svg, opacity, color->alpha);
    }
}

/* Pango's list of families as CSS has it. */
static void
append_families (GString    *svg,
                 const char *families)
{
  static const char *const generic[] = { "serif", "sans-serif", "monospace", "cursive", "fantasy", NULL };
  g_auto (GStrv) names = g_strsplit (families, ",", -1);

  g_string_append (svg, " font-family=\"");
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strdelimit (g_strstrip (names[i]), "'\"\\", ' ');
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *escaped = g_markup_escape_text (name, -1);

      if (i > 0)
        g_string_append (svg, ", ");
      if (strcmp (lower, "sans") == 0)
        g_string_append (svg, "sans-serif");
      else
        g_string_append_printf (svg, g_strv_contains (generic, lower) ? "%s" : "'%s'", escaped);
    }
  g_string_append_c (svg, '"');
}

/* From user space relative to the mark to the file. */
static void
to_file (const Text *text,
         double      x,
         double      y,
         double     *file_x,
         double     *file_y)
{
  *file_x += text->matrix.xx * x + text->matrix.xy * y;
  *file_y += text->matrix.yx * x + text->matrix.yy * y;
}

static void
append_place (GString *svg,
              double   x,
              double   y,
              double   turn)
{
  if (fabs (turn) < 1e-4)
    {
      append_attribute (svg, "x", x);
      append_attribute (svg, "y", y);
      return;
    }
  g_string_append (svg, " transform=\"translate(");
  append_number (svg, x);
  g_string_append_c (svg, ' ');
  append_number (svg, y);
  g_string_append (svg, ") rotate(");
  append_number (svg, turn / G_PI * 180.0);
  g_string_append (svg, ")\"");
}

/* A straight text: a run, or a run a line. */
static void
append_rows (GString    *svg,
             const Text *text,
             double      x,
             double      y,
             double      scale,
             double      turn)
{
  const Row *first = &g_array_index (text->rows, Row, 0);
  double at_x = x, at_y = y, all = turn + first->turn;

  to_file (text, first->x, first->y, &at_x, &at_y);
  append_place (svg, at_x, at_y, all);
  if (first->spacing != 0.0)
    append_attribute (svg, "letter-spacing", first->spacing * scale);
  if (text->rows->len == 1)
    append_attribute (svg, "textLength", first->length * scale);
  g_string_append_c (svg, '>');
  for (guint i = 0; i < text->rows->len; i++)
    {
      const Row *row = &g_array_index (text->rows, Row, i);
      double row_x = x, row_y = y;

      if (text->rows->len == 1)
        {
          append_text (svg, text->text + row->start, row->end - row->start);
          continue;
        }
      to_file (text, row->x, row->y, &row_x, &row_y);
      /* What stands between two lines: a space, or nothing between Han letters. */
      if (i > 0 && row->start > row[-1].end)
        g_string_append_c (svg, ' ');
      g_string_append (svg, "<tspan");
      if (fabs (all) < 1e-4)
        {
          append_attribute (svg, "x", row_x);
          append_attribute (svg, "y", row_y);
        }
      else
        {
          append_attribute (svg, "x", (row_x - at_x) * cos (all) + (row_y - at_y) * sin (all));
          append_attribute (svg, "y", (row_y - at_y) * cos (all) - (row_x - at_x) * sin (all));
        }
      append_attribute (svg, "textLength", row->length * scale);
      g_string_append_c (svg, '>');
      append_text (svg, text->text + row->start, row->end - row->start);
      g_string_append (svg, "</tspan>");
    }
}

/* Along a curve: each letter has its place and turn. */
static void
append_letters (GString    *svg,
                const Text *text,
                double      x,
                double      y,
                double      turn)
{
  guint end = g_array_index (text->letters, AtlasTextLetter, 0).offset;

  g_string_append_c (svg, '>');
  for (guint i = 0; i < text->letters->len; i++)
    {
      const AtlasTextLetter *letter = &g_array_index (text->letters, AtlasTextLetter, i);
      double at_x = x, at_y = y;

      /* What no letter stands for: the space between two words. */
      if (letter->offset > end)
        g_string_append_c (svg, ' ');
      to_file (text, letter->x, letter->y, &at_x, &at_y);
      g_string_append (svg, "<tspan");
      append_attribute (svg, "x", at_x);
      append_attribute (svg, "y", at_y);
      append_attribute (svg, "rotate", (turn + get_turn (letter)) / G_PI * 180.0);
      g_string_append_c (svg, '>');
      append_text (svg, text->text + letter->offset, letter->length);
      g_string_append (svg, "</tspan>");
      end = letter->offset + letter->length;
    }
}

char *
atlas_text_recorder_to_svg (AtlasTextRecorder *self,
                            guint              mark,
                            double             x,
                            double             y)
{
  const Text *text;
  GString *svg;
  double scale, turn;

  if (mark >= self->texts->len)
    return NULL;
  text = g_ptr_array_index (self->texts, mark);
  if (text->rows->len == 0)
    return g_strdup ("");
  scale = sqrt (fabs (text->matrix.xx * text->matrix.yy - text->matrix.xy * text->matrix.yx));
  turn = atan2 (text->matrix.yx, text->matrix.xx);
  svg = g_string_new ("<text");
  append_families (svg, text->family);
  append_attribute (svg, "font-size", text->look.size * scale);
  if (text->look.weight != 400)
    append_attribute (svg, "font-weight", text->look.weight);
  if (text->look.italic)
    g_string_append (svg, " font-style=\"italic\"");
  append_color (svg, "fill", &text->look.color);
  if (text->look.halo_width > 0.0 && text->look.halo.alpha > 0.0f)
    {
      append_color (svg, "stroke", &text->look.halo);
      append_attribute (svg, "stroke-width", 2.0 * text->look.halo_width * scale);
      g_string_append (svg, " stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
  if (text->letters != NULL)
    append_letters (svg, text, x, y, turn);
  else
    append_rows (svg, text, x, y, scale, turn);
  g_string_append (svg, "</text>");
  return g_string_free (svg, FALSE);
}
