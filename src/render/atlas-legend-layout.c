/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A legend on a picture or on paper: its lines shaped by Pango, put into columns of even height, and drawn.
 *
 * Threads: any; a call shares nothing.  Measures and letters are the same on every surface: nothing is hinted, so what was measured
 * fits. */

#include "render/atlas-legend-private.h"

#include "data/atlas-number.h"
#include "render/atlas-label-text.h"
#include "render/atlas-text-record.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* In font sizes. */
#define PADDING 1.0
#define COLUMN_GAP 2.0
#define SAMPLE_GAP 0.7
#define COUNT_GAP 0.9
#define ENTRY_GAP 0.32
#define KIND_GAP 0.7
#define SECTION_GAP 0.85
#define HEADING_GAP 0.8
#define SECTION_SIZE 1.08
#define HEADING_SIZE 1.3
#define RADIUS 0.5
/* A section of so many entries is not broken. */
#define TOGETHER 6
/* The font size that samples look right beside as they are. */
#define SAMPLE_FONT 12.0

typedef enum
{
  INK_TEXT,
  INK_FAINT,
  INK_BOX,
  INK_LINE,
} Ink;

/* A line: a section's title, or an entry. */
typedef struct
{
  PangoLayout            *title;
  PangoLayout            *count;      /* NULL: none */
  const AtlasLegendEntry *entry;      /* NULL: a section's title */
  double                  gap;        /* to the line before, in font sizes */
  guint                   keep;       /* so many lines that follow stay in its column */
  double                  sample;     /* width kept for samples in this section */
  double                  width;
  double                  height;
  guint                   column;
  double                  y;
} Line;

typedef struct
{
  const AtlasLegendLook *look;
  PangoContext          *context;
  PangoLayout           *heading;     /* NULL: none */
  GArray                *lines;       /* Line */
  GArray                *columns;     /* double: the width of each */
  double                 top;         /* where the lines begin */
  double                 width;
  double                 height;
} Sheet;

static void
clear_line (gpointer data)
{
  Line *line = data;

  g_clear_object (&line->title);
  g_clear_object (&line->count);
}

static PangoContext *
make_context (const AtlasLegendLook *look)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 96.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (look->chinese ? "zh-cn" : "en"));

  return context;
}

static PangoLayout *
shape (const Sheet *self,
       const char  *text,
       double       size,
       gboolean     bold)
{
  PangoFontDescription *font = pango_font_description_new ();
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (GString) clean = g_string_new (NULL);
  double em;

  pango_font_description_set_family_static (font, "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans-serif");
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  if (!atlas_label_text_clean (text, strlen (text), clean, &em))
    g_string_assign (clean, "—");
  pango_layout_set_text (layout, clean->str, (int) clean->len);

  return layout;
}

static void
get_size (PangoLayout *layout,
          double      *width,
          double      *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE;
  *height = (double) h / PANGO_SCALE;
}

/* Into @width, in two lines if it must, and cut if that is not enough. */
static void
fit_title (PangoLayout *layout,
           double       width)
{
  PangoAttrList *attributes;
  double w, h;

  get_size (layout, &w, &h);
  if (w <= width)
    return;
  /* A hyphen in the middle of a name would be read as its own. */
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, (int) (MAX (width, 1.0) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
}

static void
add_section_title (Sheet                    *self,
                   const AtlasLegendSection *section,
                   double                    room)
{
  Line line = { .gap = SECTION_GAP, .keep = section->entries->len <= TOGETHER ? section->entries->len : 2 };

  line.title = shape (self, section->title, SECTION_SIZE * self->look->font_size, TRUE);
  fit_title (line.title, room);
  get_size (line.title, &line.width, &line.height);
  g_array_append_val (self->lines, line);
}

static void
add_entry (Sheet                  *self,
           const AtlasLegendEntry *entry,
           gboolean                counted,
           double                  gap,
           double                  sample,
           double                  room)
{
  const double em = self->look->font_size;
  Line line = { .entry = entry, .gap = gap, .sample = sample };
  double width, height, counts = 0.0;

  line.title = shape (self, entry->title, em, FALSE);
  if (counted && entry->kind != ATLAS_LEGEND_SIZE)
    {
      g_autofree char *count = atlas_number_show_count (entry->count);

      line.count = shape (self, count, em, FALSE);
      get_size (line.count, &counts, &height);
      counts += COUNT_GAP * em;
    }
  fit_title (line.title, room - sample - SAMPLE_GAP * em - counts);
  get_size (line.title, &width, &height);
  line.width = MIN (room, sample + SAMPLE_GAP * em + ceil (width) + counts);
  line.height = MAX (height, entry->sample_height * em / SAMPLE_FONT);
  g_array_append_val (self->lines, line);
}

static void
add_lines (Sheet       *self,
           AtlasLegend *legend,
           double       room)
{
  gboolean after_many = FALSE;

  for (guint i = 0; i < atlas_legend_get_n_sections (legend); i++)
    {
      const AtlasLegendSection *section = atlas_legend_get_section (legend, i);
      const gboolean counted = atlas_legend_has_counts (legend, section);
      double sample = 0.0;

      if (section->ground && self->look->no_ground)
        continue;
      for (guint k = 0; k < section->entries->len; k++)
        sample = MAX (sample, g_array_index (section->entries, AtlasLegendEntry, k).sample_width);
      sample = MIN (sample * self->look->font_size / SAMPLE_FONT, room / 2.0);
      if (!section->single)
        add_section_title (self, section, room);
      for (guint k = 0; k < section->entries->len; k++)
        {
          const AtlasLegendEntry *entry = &g_array_index (section->entries, AtlasLegendEntry, k);
          double gap = ENTRY_GAP;

          if (k == 0)
            gap = section->single && after_many ? SECTION_GAP : ENTRY_GAP;
          else if (entry->kind == ATLAS_LEGEND_PICTOGRAM && entry[-1].kind != entry->kind)
            gap = KIND_GAP;
          add_entry (self, entry, counted, gap, sample, room);
        }
      /* No line goes into the next column alone. */
      if (section->entries->len > 1)
        g_array_index (self->lines, Line, self->lines->len - 2).keep = 1;
      after_many = section->entries->len > 1 || !section->single;
    }
}

static double
gap_before (const Sheet *self,
            guint        index)
{
  return self->look->font_size * g_array_index (self->lines, Line, index).gap;
}

/* The height of a line and those that it takes along. */
static double
get_need (const Sheet *self,
          guint        index)
{
  const Line *line = &g_array_index (self->lines, Line, index);
  double need = line->height;

  for (guint i = index + 1; i <= index + line->keep && i < self->lines->len; i++)
    need += gap_before (self, i) + g_array_index (self->lines, Line, i).height;

  return need;
}

/* Puts the lines into columns of at most @height.  Returns: how many columns that takes; @tallest: of them. */
static guint
break_columns (Sheet  *self,
               double  height,
               double *tallest)
{
  guint column = 0;
  double y = 0.0;

  *tallest = 0.0;
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (y > 0.0 && y + gap_before (self, i) + get_need (self, i) > height)
        {
          column++;
          y = 0.0;
        }
      if (y > 0.0)
        y += gap_before (self, i);
      line->column = column;
      line->y = y;
      y += line->height;
      *tallest = MAX (*tallest, y);
    }

  return self->lines->len > 0 ? column + 1 : 0;
}

/* Finds the least height that needs no more columns than there may be. */
static double
balance (Sheet *self)
{
  double low = 0.0, high, tallest;

  break_columns (self, INFINITY, &high);
  for (guint i = 0; i < 24 && self->look->columns > 1; i++)
    {
      double middle = (low + high) / 2.0;

      if (break_columns (self, middle, &tallest) <= self->look->columns)
        high = MAX (low, MIN (high, middle));
      else
        low = middle;
    }
  break_columns (self, high + 1e-6, &tallest);

  return tallest;
}

static void
sheet_init (Sheet                 *self,
            AtlasLegend           *legend,
            const AtlasLegendLook *look)
{
  const double em = look->font_size, padding = look->box ? PADDING * em : 0.0;
  const double room = (look->width - 2.0 * padding - (look->columns - 1) * COLUMN_GAP * em) / look->columns;
  double width = 0.0, height = 0.0;

  *self = (Sheet) { .look = look, .context = make_context (look), .top = padding };
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, clear_line);
  self->columns = g_array_new (FALSE, TRUE, sizeof (double));
  add_lines (self, legend, MAX (room, 1.0));

  if (look->heading != NULL)
    {
      self->heading = shape (self, look->heading, HEADING_SIZE * em, TRUE);
      get_size (self->heading, &width, &height);
      self->top += height + HEADING_GAP * em;
    }
  self->height = self->top + balance (self) + padding;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->column >= self->columns->len)
        g_array_set_size (self->columns, line->column + 1);
      g_array_index (self->columns, double, line->column) = MAX (g_array_index (self->columns, double, line->column), line->width);
    }
  for (guint i = 0; i < self->columns->len; i++)
    self->width += g_array_index (self->columns, double, i) + (i > 0 ? COLUMN_GAP * em : 0.0);
  self->width = MIN (look->width, MAX (self->width, width) + 2.0 * padding);
}

static void
sheet_clear (Sheet *self)
{
  g_clear_object (&self->heading);
  g_array_unref (self->lines);
  g_array_unref (self->columns);
  g_object_unref (self->context);
}

void
atlas_legend_measure (AtlasLegend           *self,
                      const AtlasLegendLook *look,
                      double                *width,
                      double                *height)
{
  Sheet sheet;

  g_return_if_fail (self != NULL && look != NULL && look->columns > 0);

  sheet_init (&sheet, self, look);
  *width = sheet.width;
  *height = sheet.height;
  sheet_clear (&sheet);
}

static void
set_ink (const Sheet *self,
         cairo_t     *cr,
         Ink          ink)
{
  static const guint32 colours[2][4] = { { 0x3f3a35ff, 0x8a847cff, 0xfcfbf8f2, 0xcfc7baff },
                                         { 0xd3d8dcff, 0x8a939aff, 0x23282df0, 0x454c53ff } };
  const guint32 colour = colours[self->look->dark ? 1 : 0][ink];

  cairo_set_source_rgba (cr, (colour >> 24) / 255.0, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                         (colour & 0xff) / 255.0);
}

static void
draw_box (const Sheet *self,
          cairo_t     *cr)
{
  const double line = self->look->font_size / SAMPLE_FONT, radius = RADIUS * self->look->font_size, in = line / 2.0;
  const double right = self->width - in, bottom = self->height - in;

  cairo_new_path (cr);
  cairo_arc (cr, right - radius, in + radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, in + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, in + radius, in + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  set_ink (self, cr, INK_BOX);
  cairo_fill_preserve (cr);
  set_ink (self, cr, INK_LINE);
  cairo_set_line_width (cr, line);
  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_stroke (cr);
}

static void
draw_text (cairo_t     *cr,
           PangoLayout *layout,
           double       x,
           double       y)
{
  cairo_move_to (cr, x, y);
  atlas_text_show_layout (cr, layout);
}

static void
draw_line (const Sheet *self,
           cairo_t     *cr,
           const Line  *line,
           double       x,
           double       y,
           double       column)
{
  const double em = self->look->font_size, scale = em / SAMPLE_FONT;
  double width, height;

  get_size (line->title, &width, &height);
  set_ink (self, cr, INK_TEXT);
  if (line->entry == NULL)
    {
      draw_text (cr, line->title, x, y);
      return;
    }
  draw_text (cr, line->title, x + line->sample + SAMPLE_GAP * em, y + (line->height - height) / 2.0);

  cairo_save (cr);
  cairo_translate (cr, x, y + (line->height - line->entry->sample_height * scale) / 2.0);
  cairo_scale (cr, scale, scale);
  atlas_legend_entry_paint (line->entry, cr, self->look->dark, line->sample / scale, line->entry->sample_height);
  cairo_restore (cr);

  if (line->count == NULL)
    return;
  get_size (line->count, &width, &height);
  set_ink (self, cr, INK_FAINT);
  draw_text (cr, line->count, x + column - width, y + (line->height - height) / 2.0);
}

void
atlas_legend_paint (AtlasLegend           *self,
                    const AtlasLegendLook *look,
                    cairo_t               *cr)
{
  Sheet sheet;
  double padding;

  g_return_if_fail (self != NULL && look != NULL && look->columns > 0 && cr != NULL);

  sheet_init (&sheet, self, look);
  padding = look->box ? PADDING * look->font_size : 0.0;
  cairo_save (cr);
  if (look->box)
    draw_box (&sheet, cr);
  if (sheet.heading != NULL)
    {
      set_ink (&sheet, cr, INK_TEXT);
      draw_text (cr, sheet.heading, padding, padding);
    }
  for (guint i = 0; i < sheet.lines->len; i++)
    {
      const Line *line = &g_array_index (sheet.lines, Line, i);
      double x = padding;

      for (guint k = 0; k < line->column; k++)
        x += g_array_index (sheet.columns, double, k) + COLUMN_GAP * look->font_size;
      draw_line (&sheet, cr, line, x, sheet.top + line->y, g_array_index (sheet.columns, double, line->column));
    }
  cairo_restore (cr);
  sheet_clear (&sheet);
}
