/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The letters of a name: cleaning, breaking, shaping, and a cache of the result.
 *
 * Names are placed on one thread and painted on another, and Pango's objects serve one thread at a time.  So a shaped name
 * keeps cairo font faces and glyph numbers, which any thread may use, and nothing of Pango's; and there is one font map for
 * all threads behind a lock, for each more would look for and open the fonts again.  Shaping is done once at 64 pixels with
 * hinting of metrics off; advances then grow straight with the size, and the cache need not know about sizes.
 * Owner: whoever places names holds a reference, the cache another.  Limits: 24 em of text, 2048 names in the cache. */

#include "render/atlas-label-text.h"

#include <pango/pangocairo.h>
#include <string.h>

#define REFERENCE_SIZE 64
#define MAX_CHARACTERS 4096
#define MAX_MARKS 3
#define MAX_CACHED 2048
#define WRAP_EM 11.0

/* The body of a Han letter from its baseline; a name without high or deep letters still keeps that room. */
#define BODY_ASCENT 0.84f
#define BODY_DESCENT 0.12f
#define MOST_ASCENT 2.0f
#define MOST_DESCENT 1.0f
#define MOST_OVERHANG 1.0f

static GMutex       shaper_mutex;
static PangoLayout *shaper;     /* under shaper_mutex; kept to the end */

static GMutex       cache_mutex;
static GHashTable  *cache;      /* key ("flags:text") → AtlasLabelText; under cache_mutex */

/* Made when the first name is shaped.  The caller holds shaper_mutex. */
static PangoLayout *
get_shaper (void)
{
  g_autoptr (PangoFontMap) fonts = NULL;
  PangoContext *context;
  cairo_font_options_t *options;

  if (shaper != NULL)
    return shaper;

  fonts = pango_cairo_font_map_new ();
  context = pango_font_map_create_context (fonts);

  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);

  pango_cairo_context_set_resolution (context, 96.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string ("zh-cn"));

  shaper = pango_layout_new (context);
  g_object_unref (context);
  pango_layout_set_single_paragraph_mode (shaper, TRUE);
  return shaper;
}

const char *
atlas_label_text_get_family (AtlasLabelTextFlags flags)
{
  return flags & ATLAS_LABEL_TEXT_SERIF ? "Noto Serif CJK SC, Noto Serif SC, Source Han Serif SC, Songti SC, serif"
                                        : "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans-serif";
}

static PangoFontDescription *
describe_font (AtlasLabelTextFlags flags)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, atlas_label_text_get_family (flags));
  pango_font_description_set_weight (font, flags & ATLAS_LABEL_TEXT_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, REFERENCE_SIZE * PANGO_SCALE);
  return font;
}

/* Characters that are never seen but change how others are laid out: direction controls, zero-width spaces, byte order
 * marks, interlinear annotations, tags. */
static gboolean
is_invisible_control (gunichar c)
{
  return c == 0x00AD || c == 0x061C || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

/* About how wide a letter is; Han letters fill the em exactly. */
static double
estimate_em (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0.0;
  if (g_unichar_iswide (c))
    return 1.0;
  if (c == ' ')
    return 0.23;
  if (c == 'W' || c == 'M' || c == 'm' || c == 'w')
    return 0.85;
  if (g_unichar_isupper (c))
    return 0.62;
  if (c < 0x80 && strchr ("ijlt.,:;'|!()[]fr-", (int) c) != NULL)
    return 0.32;
  return 0.55;
}

gboolean
atlas_label_text_clean (const char *text,
                        gsize       length,
                        GString    *clean,
                        double     *em)
{
  const char *p = text;
  const char *end = text + length;
  double width = 0.0;
  double narrow = 0.0;            /* the part of it that is not Han letters */
  guint n_marks = 0;
  gboolean space = FALSE;

  g_string_truncate (clean, 0);
  for (guint n = 0; p < end && n < MAX_CHARACTERS; n++, p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);
      double advance;

      /* The common Han letters need no looking up. */
      if (c >= 0x4E00 && c <= 0x9FFF && !space && width + 1.0 <= ATLAS_LABEL_TEXT_MAX_EM)
        {
          n_marks = 0;
          g_string_append_len (clean, p, g_utf8_next_char (p) - p);
          width += 1.0;
          continue;
        }
      if (is_invisible_control (c))
        continue;
      if (g_unichar_isspace (c) || c == 0x85 || c == 0x2028 || c == 0x2029)
        {
          space = clean->len > 0;
          continue;
        }
      if (g_unichar_type (c) == G_UNICODE_CONTROL)
        c = 0xFFFD;

      if (g_unichar_iszerowidth (c))
        {
          if (clean->len == 0 || space || ++n_marks > MAX_MARKS)
            continue;
        }
      else
        {
          n_marks = 0;
        }

      advance = estimate_em (c);
      if (width + advance > ATLAS_LABEL_TEXT_MAX_EM)
        {
          g_string_append_unichar (clean, 0x2026);
          break;
        }
      if (space)
        {
          g_string_append_c (clean, ' ');
          width += estimate_em (' ');
          narrow += estimate_em (' ');
          space = FALSE;
        }
      g_string_append_unichar (clean, c);
      width += advance;
      narrow += g_unichar_iswide (c) ? 0.0 : advance;
    }

  *em = width - 0.25 * narrow;
  return clean->len > 0;
}

/* How good a place for a break the gap between two characters is, in em of unevenness that it is worth; negative when
 * there must be none. */
static double
rate_break (gunichar before,
            gunichar after)
{
  GUnicodeType kind_after = g_unichar_type (after);
  GUnicodeType kind_before = g_unichar_type (before);

  if (after == ' ')
    return 3.0;
  if (before == ' ' || g_unichar_iszerowidth (after))
    return -1.0;
  if (kind_after == G_UNICODE_OPEN_PUNCTUATION)
    return 5.0;
  if (kind_before == G_UNICODE_OPEN_PUNCTUATION || kind_after == G_UNICODE_CLOSE_PUNCTUATION ||
      kind_after == G_UNICODE_OTHER_PUNCTUATION || kind_after == G_UNICODE_DASH_PUNCTUATION ||
      kind_after == G_UNICODE_FINAL_PUNCTUATION)
    return -1.0;
  if (before == 0x00B7 || before == 0x3001 || before == 0xFF0C || before == 0x2014 || before == '/' ||
      kind_before == G_UNICODE_DASH_PUNCTUATION)
    return 4.0;
  if (g_unichar_iswide (before) && g_unichar_iswide (after))
    return 0.0;
  return -1.0;
}

/* Where a long name is best parted: the two halves about as long as each other, rather at a space or a bracket than
 * inside a word.  Returns the byte offset of the second line, or 0 for one line. */
static gsize
find_break (const char *text)
{
  double total = 0.0;
  double left = 0.0;
  double best_cost = G_MAXDOUBLE;
  gsize best = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    total += estimate_em (g_utf8_get_char (p));
  if (total <= WRAP_EM)
    return 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *next = g_utf8_next_char (p);
      double rate;
      double cost;

      left += estimate_em (g_utf8_get_char (p));
      if (*next == '\0')
        break;
      rate = rate_break (g_utf8_get_char (p), g_utf8_get_char (next));
      cost = ABS (total - 2.0 * left) - rate;
      if (rate >= 0.0 && left >= 0.2 * total && left <= 0.8 * total && cost < best_cost)
        {
          best_cost = cost;
          best = (gsize) (next - text);
        }
    }
  return best;
}

/* What a shaping collects before it becomes an AtlasLabelText. */
typedef struct
{
  GPtrArray *faces;
  GArray    *glyphs;
  GArray    *letters;
  float      top;
  float      bottom;
  float      overhang;
} Collector;

static guint
add_face (Collector *collector,
          PangoFont *font)
{
  cairo_scaled_font_t *scaled = font != NULL ? pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)) : NULL;
  cairo_font_face_t *face;
  guint place;

  if (scaled == NULL || cairo_scaled_font_status (scaled) != CAIRO_STATUS_SUCCESS)
    return G_MAXUINT;
  face = cairo_scaled_font_get_font_face (scaled);
  if (g_ptr_array_find (collector->faces, face, &place))
    return place;
  g_ptr_array_add (collector->faces, cairo_font_face_reference (face));
  return collector->faces->len - 1;
}

static gboolean
may_stand_upright (gunichar c)
{
  return g_unichar_iswide (c) && g_unichar_isalnum (c);
}

/* A letter's bytes reach to the next letter in the order of reading, which from right to left is the one before it. */
static void
measure_bytes (Collector *collector,
               guint      first,
               guint      end,
               gboolean   right_to_left)
{
  for (guint i = first; i < collector->letters->len; i++)
    {
      AtlasLabelLetter *letter = &g_array_index (collector->letters, AtlasLabelLetter, i);
      guint next = end;

      if (right_to_left && i > first)
        next = letter[-1].text_offset;
      else if (!right_to_left && i + 1 < collector->letters->len)
        next = letter[1].text_offset;
      letter->text_length = next > letter->text_offset ? next - letter->text_offset : 0;
    }
}

/* Adds the glyphs of one run, grouped into letters by Pango's clusters, which are in the order in which they are seen. */
static void
add_run (Collector            *collector,
         const PangoGlyphItem *run,
         const char           *line,
         guint                 base,
         double               *pen)
{
  const double unit = 1.0 / (PANGO_SCALE * (double) REFERENCE_SIZE);
  const PangoGlyphString *glyphs = run->glyphs;
  guint face = add_face (collector, run->item->analysis.font);
  guint first = collector->letters->len;
  int cluster = -1;

  if (face == G_MAXUINT)
    return;
  for (int i = 0; i < glyphs->num_glyphs; i++)
    {
      const PangoGlyphInfo *info = &glyphs->glyphs[i];
      AtlasLabelLetter *letter;

      if (cluster < 0 || glyphs->log_clusters[i] != cluster)
        {
          AtlasLabelLetter fresh = { .face = face, .first_glyph = collector->glyphs->len, .x = (float) *pen };
          guint offset = (guint) (run->item->offset + glyphs->log_clusters[i]);

          cluster = glyphs->log_clusters[i];
          fresh.text_offset = base + offset;
          fresh.upright = may_stand_upright (g_utf8_get_char (line + offset));
          g_array_append_val (collector->letters, fresh);
        }
      letter = &g_array_index (collector->letters, AtlasLabelLetter, collector->letters->len - 1);

      if (info->glyph != PANGO_GLYPH_EMPTY)
        {
          /* A character that no font has is shown by the face's own sign for that, glyph 0. */
          AtlasLabelGlyph glyph = {
            .index = info->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : info->glyph,
            .x = (float) (*pen + info->geometry.x_offset * unit) - letter->x,
            .y = (float) (info->geometry.y_offset * unit),
          };

          g_array_append_val (collector->glyphs, glyph);
          letter->n_glyphs++;
        }
      *pen += info->geometry.width * unit;
      letter->advance = (float) *pen - letter->x;
    }
  measure_bytes (collector, first, base + (guint) (run->item->offset + run->item->length),
                 run->item->analysis.level % 2 == 1);
}

static AtlasLabelLine
add_line (Collector           *collector,
          const char          *text,
          guint                base,
          guint                length,
          AtlasLabelTextFlags  flags)
{
  PangoLayout *layout = get_shaper ();
  PangoFontDescription *font = describe_font (flags);
  AtlasLabelLine line = { .first_letter = collector->letters->len };
  PangoLayoutLine *shaped;
  PangoRectangle ink;
  double pen = 0.0;

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text + base, (int) length);
  shaped = pango_layout_get_line_readonly (layout, 0);
  for (GSList *l = shaped->runs; l != NULL; l = l->next)
    add_run (collector, l->data, pango_layout_get_text (layout), base, &pen);

  pango_layout_line_get_pixel_extents (shaped, &ink, NULL);
  collector->top = MAX (collector->top, (float) -ink.y / REFERENCE_SIZE);
  collector->bottom = MAX (collector->bottom, (float) (ink.y + ink.height) / REFERENCE_SIZE);

  collector->overhang = MAX (collector->overhang, (float) -ink.x / REFERENCE_SIZE);
  collector->overhang = MAX (collector->overhang, (float) (ink.x + ink.width) / REFERENCE_SIZE - (float) pen);

  line.n_letters = collector->letters->len - line.first_letter;
  line.width = (float) pen;
  return line;
}

/* The caller holds shaper_mutex. */
static AtlasLabelText *
shape (const char          *clean,
       AtlasLabelTextFlags  flags)
{
  gsize length = strlen (clean);
  gsize second = flags & ATLAS_LABEL_TEXT_WRAP ? find_break (clean) : 0;
  AtlasLabelText *self = g_new0 (AtlasLabelText, 1);
  Collector collector = {
    .faces = g_ptr_array_new (),
    .glyphs = g_array_new (FALSE, FALSE, sizeof (AtlasLabelGlyph)),
    .letters = g_array_new (FALSE, FALSE, sizeof (AtlasLabelLetter)),
    .top = BODY_ASCENT,
    .bottom = BODY_DESCENT,
  };

  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (clean);
  self->flags = flags;
  if (second > 0)
    {
      gsize first_end = second;

      if (clean[second] == ' ')
        second++;
      self->lines[0] = add_line (&collector, clean, 0, (guint) first_end, flags);
      self->lines[1] = add_line (&collector, clean, (guint) second, (guint) (length - second), flags);
      self->n_lines = 2;
    }
  else
    {
      self->lines[0] = add_line (&collector, clean, 0, (guint) length, flags);
      self->n_lines = 1;
    }

  self->ascent = MIN (collector.top, MOST_ASCENT);
  self->descent = MIN (collector.bottom, MOST_DESCENT);
  self->overhang = MIN (collector.overhang, MOST_OVERHANG);
  self->n_faces = collector.faces->len;
  self->faces = (cairo_font_face_t **) g_ptr_array_free (collector.faces, FALSE);
  self->glyphs = (AtlasLabelGlyph *) (gpointer) g_array_free (collector.glyphs, FALSE);
  self->n_letters = collector.letters->len;
  self->letters = (AtlasLabelLetter *) (gpointer) g_array_free (collector.letters, FALSE);
  self->upright = self->n_letters > 0;
  for (guint i = 0; i < self->n_letters; i++)
    self->upright = self->upright && self->letters[i].upright;
  return self;
}

AtlasLabelText *
atlas_label_text_get (const char          *clean,
                      AtlasLabelTextFlags  flags)
{
  g_autofree char *key = g_strdup_printf ("%u:%s", (guint) flags, clean);
  AtlasLabelText *text;

  g_return_val_if_fail (clean != NULL && *clean != '\0', NULL);

  g_mutex_lock (&cache_mutex);
  text = cache != NULL ? g_hash_table_lookup (cache, key) : NULL;
  if (text != NULL)
    atlas_label_text_ref (text);
  g_mutex_unlock (&cache_mutex);

  if (text == NULL)
    {
      g_mutex_lock (&shaper_mutex);
      text = shape (clean, flags);
      g_mutex_unlock (&shaper_mutex);

      g_mutex_lock (&cache_mutex);
      if (cache == NULL)
        cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) atlas_label_text_unref);
      /* Full: begin again.  What is on the screen comes back at the cost of one shaping. */
      if (g_hash_table_size (cache) >= MAX_CACHED)
        g_hash_table_remove_all (cache);
      g_hash_table_replace (cache, g_steal_pointer (&key), atlas_label_text_ref (text));
      g_mutex_unlock (&cache_mutex);
    }

  if (text->n_letters == 0)
    g_clear_pointer (&text, atlas_label_text_unref);
  return text;
}

AtlasLabelText *
atlas_label_text_ref (AtlasLabelText *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_label_text_unref (AtlasLabelText *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_faces; i++)
    cairo_font_face_destroy (self->faces[i]);
  g_free (self->faces);
  g_free (self->glyphs);
  g_free (self->letters);
  g_free (self->text);
  g_free (self);
}

double
atlas_label_text_line_width (const AtlasLabelText *self,
                             guint                 line,
                             double                spacing)
{
  const AtlasLabelLine *l = &self->lines[line];

  return l->width + spacing * (l->n_letters > 0 ? l->n_letters - 1 : 0);
}

double
atlas_label_text_get_width (const AtlasLabelText *self,
                            double                spacing)
{
  double width = 0.0;

  for (guint i = 0; i < self->n_lines; i++)
    width = MAX (width, atlas_label_text_line_width (self, i, spacing));
  return width;
}
