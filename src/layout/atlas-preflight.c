/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a cartographer looks at before a map goes to print.  It works on a sheet that is ready, so what it says is what is painted. */

#include "layout/atlas-preflight.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "layout/atlas-page-piece.h"

/* Millimetres by which the larger map goes beyond the map, to see which names its edge leaves out. */
#define BEYOND 30.0
/* A scale that is off by more than this part is worth a warning. */
#define TRUE_ENOUGH 0.001
#define FAR_OFF 0.01
#define LEAST_DPI 200.0
/* Boxes may touch by so many millimetres. */
#define TOUCH 0.2
#define NAMES_TOLD 3

typedef struct
{
  AtlasPageReady         *ready;
  AtlasScene             *scene;
  const AtlasPageContext *context;
  GCancellable           *cancellable;
  GPtrArray              *findings;
} Run;

static void
finding_free (gpointer data)
{
  AtlasPreflightFinding *finding = data;

  g_free (finding->text);
  g_free (finding->element);
  g_free (finding);
}

/* @text: (transfer full). */
static AtlasPreflightFinding *
add (Run                    *self,
     AtlasPreflightSeverity  severity,
     AtlasPreflightConcern   concern,
     const char             *element,
     char                   *text)
{
  AtlasPreflightFinding *finding = g_new0 (AtlasPreflightFinding, 1);

  finding->severity = severity;
  finding->concern = concern;
  finding->text = text;
  finding->element = g_strdup (element);
  g_ptr_array_add (self->findings, finding);

  return finding;
}

/* What people know the element by. */
static char *
dup_name (const AtlasPagePiece *piece)
{
  if (piece->element.kind == ATLAS_PAGE_TEXT && piece->text != NULL && *piece->text != '\0')
    {
      const char *end = strchr (piece->text, '\n');
      g_autofree char *line = end != NULL ? g_strndup (piece->text, end - piece->text) : g_strdup (piece->text);

      if (g_utf8_strlen (line, -1) > 24)
        {
          g_autofree char *head = g_utf8_substring (line, 0, 23);

          return g_strconcat (head, "…", NULL);
        }
      return g_steal_pointer (&line);
    }

  return g_strdup (atlas_page_kind_get_title (piece->element.kind));
}

static void
check_scale (Run            *self,
             AtlasPagePiece *piece)
{
  const double scale = atlas_map_frame_get_scale (piece->frame);
  g_autofree char *nominal = atlas_page_format_scale (scale);
  g_autofree char *low = NULL, *high = NULL;
  double least, most, off;

  atlas_map_frame_get_true_scales (piece->frame, &least, &most);
  if (!isfinite (least) || !(most > 0.0))
    return;
  low = atlas_page_format_scale (least);
  high = atlas_page_format_scale (most);
  off = MAX (fabs (least / scale - 1.0), fabs (most / scale - 1.0));
  if (off <= TRUE_ENOUGH)
    add (self, ATLAS_PREFLIGHT_TOLD, ATLAS_PREFLIGHT_SCALE, piece->id,
         g_strdup_printf (_ ("The scale %s is true to %.2f %% everywhere in the map."), nominal, off * 100.0));
  else
    add (self, off > FAR_OFF ? ATLAS_PREFLIGHT_WRONG : ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_SCALE, piece->id,
         g_strdup_printf (_ ("The scale is %s, but at the edges of the map it is from %s to %s, off by up to %.2f %%: take the zone of the "
                             "map's middle, or a map of a smaller area."),
                          nominal, low, high, off * 100.0));
}

static gboolean
has_name (AtlasLabels *labels,
          const char  *name)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    if (strcmp (atlas_labels_get (labels, i, NULL), name) == 0)
      return TRUE;

  return FALSE;
}

/* A larger map around the same middle places the names that the edge would cut. */
static gboolean
check_names (Run            *self,
             AtlasPagePiece *piece)
{
  AtlasMapFrame *frame = piece->frame;
  g_autoptr (AtlasMapFrame) larger = atlas_map_frame_new (
      atlas_map_frame_get_crs (frame), atlas_map_frame_get_lon (frame), atlas_map_frame_get_lat (frame), atlas_map_frame_get_scale (frame),
      atlas_map_frame_get_rotation (frame), piece->inner.width + 2.0 * BEYOND, piece->inner.height + 2.0 * BEYOND, NULL);
  g_autoptr (AtlasFrameMap) map
      = larger != NULL ? atlas_frame_map_new (larger, self->scene, self->context->chinese, self->cancellable, NULL) : NULL;
  const double left = BEYOND / ATLAS_PAPER_PIXEL, right = left + piece->inner.width / ATLAS_PAPER_PIXEL;
  const double bottom = left + piece->inner.height / ATLAS_PAPER_PIXEL;
  g_autoptr (GPtrArray) cut = g_ptr_array_new ();
  AtlasLabels *labels;

  if (map == NULL)
    return larger == NULL;
  labels = atlas_frame_map_get_labels (map);
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      cairo_rectangle_t box;
      const char *name = atlas_labels_get (labels, i, &box);
      const gboolean meets = box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > left;
      const gboolean inside = box.x >= left && box.x + box.width <= right && box.y >= left && box.y + box.height <= bottom;

      if (meets && !inside && !has_name (atlas_frame_map_get_labels (piece->map), name)
          && !g_ptr_array_find_with_equal_func (cut, name, g_str_equal, NULL))
        g_ptr_array_add (cut, (gpointer) name);
    }
  if (cut->len > 0)
    {
      GString *names = g_string_new (NULL);
      g_autofree char *count = g_strdup_printf ("%u", cut->len);

      for (guint i = 0; i < MIN (cut->len, NAMES_TOLD); i++)
        g_string_append_printf (names, "%s%s", i > 0 ? _ (", ") : "", (const char *) g_ptr_array_index (cut, i));
      if (cut->len > NAMES_TOLD)
        g_string_append (names, "…");
      add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_NAMES, piece->id,
           g_strdup_printf (ngettext ("%s name has no room at the edge of the map and is left out: %s.",
                                      "%s names have no room at the edge of the map and are left out: %s.", cut->len),
                            count, names->str));
      g_string_free (names, TRUE);
    }

  return TRUE;
}

static void
check_legend (Run *self)
{
  const AtlasPagePiece *legend = NULL, *map = NULL;

  for (guint i = 0; i < self->ready->pieces->len; i++)
    {
      const AtlasPagePiece *piece = g_ptr_array_index (self->ready->pieces, i);

      if (piece->element.kind == ATLAS_PAGE_LEGEND)
        legend = piece;
      else if (piece->element.kind == ATLAS_PAGE_MAP && map == NULL)
        map = piece;
    }
  if (map == NULL)
    return;
  if (legend == NULL)
    {
      g_autoptr (AtlasLegend) wanted
          = atlas_frame_map_dup_legend (map->map, ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM, self->cancellable);

      if (wanted != NULL && atlas_legend_get_n_sections (wanted) > 0)
        add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_LEGEND, map->id,
             g_strdup_printf (_ ("The map shows %u layers whose symbols nothing on the page explains: show the legend."),
                              atlas_legend_get_n_sections (wanted)));
    }
  else if (legend->legend != NULL && legend->shrink < 1.0)
    add (self, ATLAS_PREFLIGHT_WRONG, ATLAS_PREFLIGHT_LEGEND, legend->id,
         g_strdup_printf (_ ("The legend has no room: its letters are %.1f mm high, %.1f mm is the least.  Make it larger, or leave layers "
                             "out of it."),
                          ATLAS_PAPER_LEAST_TEXT * legend->shrink, ATLAS_PAPER_LEAST_TEXT));
  else
    {
      g_auto (GStrv) hidden = atlas_page_dup_texts (self->ready->page, legend->id, "hidden");

      if (hidden[0] != NULL)
        {
          g_autofree char *names = g_strjoinv (_ (", "), hidden);

          add (self, ATLAS_PREFLIGHT_TOLD, ATLAS_PREFLIGHT_LEGEND, legend->id,
               g_strdup_printf (_ ("The legend leaves these out: %s."), names));
        }
    }
}

static void
check_fonts (Run *self)
{
  static const char *const names[2] = { N_ ("Hei (Noto Sans CJK SC)"), N_ ("Song (Noto Serif CJK SC)") };

  for (guint song = 0; song < 2; song++)
    {
      const AtlasPaperText look = { .song = song == 1, .size = 3.0, .chinese = TRUE };

      if (!atlas_paper_text_has_family (&look))
        add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_FONT, song ? "title" : NULL,
             g_strdup_printf (_ ("The typeface %s is not on this computer, so another one stands in for it: install it for maps that look "
                                 "as they should."),
                              _ (names[song])));
    }
}

static void
check_review (Run *self)
{
  AtlasPage *page = self->ready->page;
  const char *given = self->context->values != NULL ? g_hash_table_lookup (self->context->values, "review") : NULL;
  const char *review = given != NULL ? given : atlas_page_get_field (page, "review");
  const char *secrecy = atlas_page_get_field (page, "secrecy");

  if (review != NULL && *review != '\0')
    return;
  if (secrecy != NULL && *secrecy != '\0')
    {
      add (self, ATLAS_PREFLIGHT_TOLD, ATLAS_PREFLIGHT_REVIEW, "secrecy",
           g_strdup_printf (_ ("The page has no map review number, and says “%s”."), secrecy));
      return;
    }
  add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_REVIEW, atlas_page_find_element (page, "maker") != NULL ? "maker" : NULL,
       g_strdup (_ ("The page has no map review number: give one before the map is published, or mark it for internal use only.")))
      ->internal
      = TRUE;
}

static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x + TOUCH < b->x + b->width && b->x + TOUCH < a->x + a->width && a->y + TOUCH < b->y + b->height
         && b->y + TOUCH < a->y + a->height;
}

static void
check_boxes (Run *self)
{
  const cairo_rectangle_t paper
      = { 0.0, 0.0, atlas_page_get_width (self->ready->page), atlas_page_get_height (self->ready->page) };

  for (guint i = 0; i < self->ready->pieces->len; i++)
    {
      const AtlasPagePiece *piece = g_ptr_array_index (self->ready->pieces, i);
      const cairo_rectangle_t *box = &piece->element.box;
      g_autofree char *name = dup_name (piece);

      if (box->x < paper.x - TOUCH || box->y < paper.y - TOUCH || box->x + box->width > paper.width + TOUCH
          || box->y + box->height > paper.height + TOUCH)
        add (self, ATLAS_PREFLIGHT_WRONG, ATLAS_PREFLIGHT_PAPER, piece->id,
             g_strdup_printf (_ ("“%s” reaches beyond the paper and will be cut: move it, or make it smaller."), name));
      for (guint k = i + 1; k < self->ready->pieces->len; k++)
        {
          const AtlasPagePiece *other = g_ptr_array_index (self->ready->pieces, k);
          g_autofree char *other_name = dup_name (other);

          if (overlap (box, &other->element.box))
            add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_OVERLAP, other->id,
                 g_strdup_printf (_ ("“%s” lies over “%s”: look whether it hides anything."), other_name, name));
        }
    }
}

static void
check_text (Run            *self,
            AtlasPagePiece *piece)
{
  AtlasPaperText look = { .font = atlas_page_get_text (self->ready->page, piece->id, "font"),
                          .song = strcmp (atlas_page_get_text (self->ready->page, piece->id, "family"), "song") == 0,
                          .bold = atlas_page_get_boolean (self->ready->page, piece->id, "bold"),
                          .chinese = self->ready->chinese };
  g_autofree char *name = NULL;
  double size;

  if (piece->text == NULL || *piece->text == '\0')
    return;
  look.size = atlas_page_get_size (self->ready->page, piece->id, ATLAS_PAPER_LEAST_TEXT);
  size = atlas_paper_text_fit (&look, piece->text, piece->element.box.width, piece->element.box.height);
  if (size > ATLAS_PAPER_LEAST_TEXT * 0.97)
    return;
  name = dup_name (piece);
  add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_TEXT, piece->id,
       g_strdup_printf (_ ("“%s” is only %.1f mm high, %.1f mm is the least that is read well: give it more room, or say less."), name, size,
                        ATLAS_PAPER_LEAST_TEXT));
}

static void
check_table (Run            *self,
             AtlasPagePiece *piece)
{
  const gsize all = piece->rows != NULL && piece->rows->n_columns > 0 ? piece->rows->cells->len / piece->rows->n_columns : 0;
  gsize shown;

  if (all == 0)
    {
      add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_TABLE, piece->id,
           g_strdup (_ ("The table shows nothing: choose a layer and columns, or switch it off.")));
      return;
    }
  shown = atlas_page_count_rows (self->ready, piece);
  if (shown < all)
    add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_TABLE, piece->id,
         g_strdup_printf (_ ("The table shows %lu of %lu rows: make it larger, or show fewer."), (gulong) shown, (gulong) all));
}

static void
check_picture (Run            *self,
               AtlasPagePiece *piece)
{
  const double width = cairo_image_surface_get_width (piece->picture), height = cairo_image_surface_get_height (piece->picture);
  const double dpi = MAX (width / piece->element.box.width, height / piece->element.box.height) * 25.4;

  if (dpi < LEAST_DPI)
    add (self, ATLAS_PREFLIGHT_WARNING, ATLAS_PREFLIGHT_RASTER, piece->id,
         g_strdup_printf (_ ("The logo has %.0f dots an inch, %.0f are the least that print well: take a larger picture, or SVG."), dpi,
                          LEAST_DPI));
}

static int
compare_findings (gconstpointer a,
                  gconstpointer b)
{
  const AtlasPreflightFinding *left = *(AtlasPreflightFinding *const *) a, *right = *(AtlasPreflightFinding *const *) b;

  if (left->severity != right->severity)
    return (int) right->severity - (int) left->severity;

  return (int) left->concern - (int) right->concern;
}

GPtrArray *
atlas_preflight_run (AtlasSheet             *sheet,
                     AtlasScene             *scene,
                     const AtlasPageContext *context,
                     GCancellable           *cancellable)
{
  g_autoptr (GPtrArray) findings = NULL;
  Run run;

  g_return_val_if_fail (sheet != NULL && scene != NULL && context != NULL && atlas_page_sheet_get_ready (sheet) != NULL, NULL);

  findings = g_ptr_array_new_with_free_func (finding_free);
  run = (Run){ .ready = atlas_page_sheet_get_ready (sheet), .scene = scene, .context = context, .cancellable = cancellable,
               .findings = findings };
  for (guint i = 0; i < run.ready->pieces->len; i++)
    {
      AtlasPagePiece *piece = g_ptr_array_index (run.ready->pieces, i);

      if (piece->element.kind == ATLAS_PAGE_MAP)
        {
          check_scale (&run, piece);
          if (!check_names (&run, piece))
            return NULL;
        }
      else if (piece->element.kind == ATLAS_PAGE_TEXT)
        check_text (&run, piece);
      else if (piece->element.kind == ATLAS_PAGE_TABLE)
        check_table (&run, piece);
      else if (piece->picture != NULL)
        check_picture (&run, piece);
    }
  check_legend (&run);
  check_fonts (&run);
  check_review (&run);
  check_boxes (&run);
  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  g_ptr_array_sort (findings, compare_findings);

  return g_steal_pointer (&findings);
}

void
atlas_preflight_mark_internal (AtlasPage *page)
{
  g_return_if_fail (page != NULL);

  atlas_page_set_field (page, "secrecy", _ ("For Internal Use Only"));
}
