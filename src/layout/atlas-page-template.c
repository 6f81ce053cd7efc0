/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The templates: each is a function that puts its elements on the paper, whatever its size.  Making a page and laying an old one out
 * anew is the same function: an element that is there already is only moved.
 *
 * Lengths are millimetres on A4 times the factor of the paper, which grows slower than the paper does: a sheet of A0 is read from
 * farther away than one of A4, but not eleven times as far.  Boxes never touch each other; tests hold them apart on all papers. */

#include "layout/atlas-page-template.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "layout/atlas-page-piece.h"

#define MARGIN 10.0
#define GAP 2.5
#define LEAST_MAP 30.0
/* Below this letters that can be read leave no room for a map. */
#define LEAST_PAPER 100.0

typedef struct
{
  AtlasPage *page;
  gboolean   making;       /* else only moving */
  double     factor;
  double     left, top, right, bottom;   /* what is left of the paper */
} Draft;

typedef void (*Arrange) (Draft *self);

/* Puts an element there.  Returns: whether it is new, and is to be told what it says. */
static gboolean
put (Draft         *self,
     const char    *id,
     AtlasPageKind  kind,
     double         x,
     double         y,
     double         width,
     double         height)
{
  const cairo_rectangle_t box = { x, y, width, height };

  if (atlas_page_find_element (self->page, id) != NULL)
    {
      atlas_page_set_box (self->page, id, &box);
      return FALSE;
    }
  if (self->making)
    atlas_page_add_element (self->page, kind, id, &box);

  return self->making;
}

static gboolean
is_shown (Draft      *self,
          const char *id,
          gboolean    at_first)
{
  const AtlasPageElement *element = atlas_page_find_element (self->page, id);

  return element != NULL ? element->visible : self->making && at_first;
}

/* Sizes of letters go with the paper, so they are told each time a page is laid out but for those that a person set: only what a
 * template sets itself is a multiple of the factor. */
static void
set_size (Draft      *self,
          const char *id,
          double      millimetres)
{
  atlas_page_set_number (self->page, id, "size", round (MAX (millimetres, ATLAS_PAPER_LEAST_TEXT) / ATLAS_PAPER_POINT * 10.0) / 10.0);
}

static void
put_title (Draft      *self,
           double      height,
           double      size,
           const char *align,
           double      keep)
{
  /* What stands at the right of the title has as much room at the left, so that the title is in the middle. */
  const double side = strcmp (align, "center") == 0 ? keep : 0.0;

  if (put (self, "title", ATLAS_PAGE_TEXT, self->left + side, self->top, self->right - self->left - side - keep, height))
    {
      atlas_page_set_text (self->page, "title", "text", "{title}");
      atlas_page_set_text (self->page, "title", "family", "song");
      atlas_page_set_boolean (self->page, "title", "bold", TRUE);
      atlas_page_set_text (self->page, "title", "align", align);
      atlas_page_set_text (self->page, "title", "valign", "middle");
      if (strcmp (align, "center") == 0)
        atlas_page_set_number (self->page, "title", "spacing", 0.12);
    }
  set_size (self, "title", size);
}

static void
put_small (Draft      *self,
           const char *id,
           const char *text,
           const char *align,
           const char *valign,
           double      x,
           double      y,
           double      width,
           double      height)
{
  if (put (self, id, ATLAS_PAGE_TEXT, x, y, width, height))
    {
      atlas_page_set_text (self->page, id, "text", text);
      atlas_page_set_text (self->page, id, "align", align);
      atlas_page_set_text (self->page, id, "valign", valign);
    }
  set_size (self, id, 2.2 * self->factor);
}

/* The secrecy, and the page of an atlas, over the right end of the map. */
static void
put_corner (Draft *self,
            double width,
            double height)
{
  put_small (self, "secrecy", "{secrecy}\n{pageof}", "right", "bottom", self->right - width, self->top, width, height);
  atlas_page_set_boolean (self->page, "secrecy", "bold", TRUE);
}

/* Coordinate system and note at the left, the scale in the middle, who and when at the right. */
static void
put_foot (Draft *self,
          double height)
{
  const double width = self->right - self->left, y = self->bottom - height, gap = GAP * self->factor;
  const double bar = MIN (80.0 * self->factor, width * 0.36), side = (width - bar) / 2.0 - gap;

  put_small (self, "crs", _ ("Coordinate system: {crs}\n{note}\n{source}"), "left", "top", self->left, y, side, height);
  put (self, "scale-bar", ATLAS_PAGE_SCALE_BAR, self->left + side + gap, y, bar, height);
  put_small (self, "maker", _ ("Compiled by: {maker}\nDate: {date}\nMap review number: {review}"), "right", "top", self->right - side, y, side,
             height);
  self->bottom = y - gap * 0.8;
}

static void
set_overview_texts (Draft *self)
{
  atlas_page_set_text (self->page, "overview", "title", _ ("Where It Is"));
}

/* North, legend and, where it is wanted, an overview: in a column at the right, or in a row below. */
static void
put_side (Draft    *self,
          double    part,
          gboolean  overview_first)
{
  const double factor = self->factor, gap = GAP * factor, width = self->right - self->left, height = self->bottom - self->top;
  const gboolean overview = is_shown (self, "overview", overview_first);
  const gboolean landscape = width >= height;
  gboolean fresh;

  if (landscape)
    {
      const double panel = CLAMP (width * part, 44.0 * factor, width * 0.4), x = self->right - panel;
      const double small = overview ? MIN (panel * 0.85, height * 0.36) : 0.0, north = 21.0 * factor;
      const double low = overview && !overview_first ? small + gap : 0.0, high = overview && overview_first ? small + gap : 0.0;

      put (self, "north", ATLAS_PAGE_NORTH, x, self->top + high, panel, north);
      put (self, "legend", ATLAS_PAGE_LEGEND, x, self->top + high + north + gap, panel, height - high - north - gap - low);
      fresh = put (self, "overview", ATLAS_PAGE_OVERVIEW, x, overview_first ? self->top : self->bottom - small, panel, MAX (small, 1.0));
      self->right = x - gap;
    }
  else
    {
      const double row = CLAMP (height * part, 42.0 * factor, height * 0.4), y = self->bottom - row;
      const double north = 20.0 * factor, small = overview ? MIN (row * 1.1, width * 0.42) : 0.0;
      const double first = overview && overview_first ? small + gap : 0.0, last = overview && !overview_first ? small + gap : 0.0;

      put (self, "legend", ATLAS_PAGE_LEGEND, self->left + first, y, width - first - last - north - gap, row);
      put (self, "north", ATLAS_PAGE_NORTH, self->right - last - north, y, north, MIN (24.0 * factor, row));
      fresh = put (self, "overview", ATLAS_PAGE_OVERVIEW, overview_first ? self->left : self->right - small, y, MAX (small, 1.0), row);
      self->bottom = y - gap;
    }
  if (fresh)
    {
      set_overview_texts (self);
      atlas_page_set_visible (self->page, "overview", overview_first);
    }
}

static void
put_map (Draft      *self,
         const char *border,
         const char *grid)
{
  if (put (self, "map", ATLAS_PAGE_MAP, self->left, self->top, self->right - self->left, self->bottom - self->top))
    {
      atlas_page_set_text (self->page, "map", "border", border);
      atlas_page_set_text (self->page, "map", "grid", grid);
      atlas_page_move_element (self->page, "map", 0);
    }
}

static void
arrange_sheet (Draft *self)
{
  const double factor = self->factor, title = 12.0 * factor;

  put_title (self, title - 1.5 * factor, 7.2 * factor, "center", 38.0 * factor);
  put_corner (self, 36.0 * factor, title - 1.5 * factor);
  self->top += title;
  put_foot (self, 13.5 * factor);
  put_side (self, self->right - self->left >= self->bottom - self->top ? 0.21 : 0.19, FALSE);
  put_map (self, "double", "auto");
  if (self->making)
    {
      atlas_page_set_field (self->page, "note", _ ("Boundaries on this map are not a basis for delimitation."));
      atlas_page_set_field (self->page, "maker", "");
      atlas_page_set_field (self->page, "review", "");
      atlas_page_set_field (self->page, "secrecy", "");
    }
}

static void
arrange_plain (Draft *self)
{
  const double factor = self->factor, title = 8.5 * factor, foot = 10.0 * factor, bar = MIN (76.0 * factor, (self->right - self->left) * 0.5);
  const double y = self->bottom - foot;

  put_title (self, title - 1.5 * factor, 4.8 * factor, "left", 32.0 * factor);
  put_corner (self, 30.0 * factor, title - 1.5 * factor);
  self->top += title;
  put_small (self, "crs", "{crs}\n{note}\n{maker}", "left", "top", self->left, y, self->right - self->left - bar - GAP * factor, foot);
  if (put (self, "scale-bar", ATLAS_PAGE_SCALE_BAR, self->right - bar, y, bar, foot))
    atlas_page_set_text (self->page, "scale-bar", "align", "right");
  self->bottom = y - GAP * factor * 0.6;
  put_map (self, "line", "none");
  if (self->making)
    atlas_page_set_field (self->page, "note", _ ("Boundaries on this map are not a basis for delimitation."));
}

static void
arrange_overview (Draft *self)
{
  const double factor = self->factor, title = 11.0 * factor;

  put_title (self, title - 1.5 * factor, 6.2 * factor, "left", 38.0 * factor);
  put_corner (self, 36.0 * factor, title - 1.5 * factor);
  self->top += title;
  put_foot (self, 13.5 * factor);
  put_side (self, self->right - self->left >= self->bottom - self->top ? 0.24 : 0.25, TRUE);
  put_map (self, "line", "none");
  if (self->making)
    atlas_page_set_field (self->page, "note", _ ("Boundaries on this map are not a basis for delimitation."));
}

static void
arrange_roadbook (Draft *self)
{
  const double factor = self->factor, title = 10.0 * factor, foot = 10.0 * factor, gap = GAP * factor;
  const gboolean landscape = self->right - self->left >= self->bottom - self->top;
  const double bar = MIN (76.0 * factor, (self->right - self->left) * 0.45), north = 12.0 * factor, y = self->bottom - foot;

  put_title (self, title - 1.5 * factor, 5.6 * factor, "left", 38.0 * factor);
  put_corner (self, 36.0 * factor, title - 1.5 * factor);
  self->top += title;
  put_small (self, "crs", "{crs}\n{note}\n{maker}", "left", "top", self->left, y, self->right - self->left - bar - north - 2.0 * gap, foot);
  if (put (self, "north", ATLAS_PAGE_NORTH, self->right - bar - gap - north, y, north, foot))
    atlas_page_set_boolean (self->page, "north", "angle", FALSE);
  if (put (self, "scale-bar", ATLAS_PAGE_SCALE_BAR, self->right - bar, y, bar, foot))
    atlas_page_set_text (self->page, "scale-bar", "align", "right");
  self->bottom = y - gap;

  if (landscape)
    {
      const double table = CLAMP ((self->right - self->left) * 0.4, 60.0 * factor, 150.0 * factor), about = 22.0 * factor;

      put_small (self, "about", "{description}", "left", "top", self->right - table, self->top, table, about);
      put (self, "stops", ATLAS_PAGE_TABLE, self->right - table, self->top + about + gap, table, self->bottom - self->top - about - gap);
      self->right -= table + gap;
    }
  else
    {
      const double table = (self->bottom - self->top) * 0.42, about = 16.0 * factor;

      put (self, "stops", ATLAS_PAGE_TABLE, self->left, self->bottom - table, self->right - self->left, table);
      put_small (self, "about", "{description}", "left", "top", self->left, self->bottom - table - gap - about, self->right - self->left, about);
      self->bottom -= table + about + 2.0 * gap;
    }
  set_size (self, "about", 2.6 * factor);
  put_map (self, "line", "none");
  if (self->making)
    atlas_page_set_field (self->page, "note", _ ("Boundaries on this map are not a basis for delimitation."));
}

static const char *const NAMES[] = { "sheet", "plain", "overview", "roadbook", NULL };

static const struct
{
  const char *title;
  Arrange     arrange;
} TEMPLATES[] = {
  { N_ ("Standard Map Sheet"), arrange_sheet },
  { N_ ("Plain Map"), arrange_plain },
  { N_ ("Map with Overview"), arrange_overview },
  { N_ ("Road Book"), arrange_roadbook },
};

const char *const *
atlas_page_template_list (void)
{
  return NAMES;
}

static int
find_template (const char *name)
{
  for (int i = 0; name != NULL && NAMES[i] != NULL; i++)
    if (strcmp (NAMES[i], name) == 0)
      return i;

  return -1;
}

const char *
atlas_page_template_get_title (const char *name)
{
  const int index = find_template (name);

  return index >= 0 ? _ (TEMPLATES[index].title) : NULL;
}

static gboolean
arrange (AtlasPage  *page,
         int         index,
         gboolean    making,
         GError    **error)
{
  Draft draft = { .page = page, .making = making, .factor = atlas_page_get_factor (page) };
  double margins[4];
  const AtlasPageElement *map;

  atlas_page_get_margins (page, margins);
  draft.left = margins[3];
  draft.top = margins[0];
  draft.right = atlas_page_get_width (page) - margins[1];
  draft.bottom = atlas_page_get_height (page) - margins[2];
  TEMPLATES[index].arrange (&draft);

  map = atlas_page_find_element (page, "map");
  if (MIN (atlas_page_get_width (page), atlas_page_get_height (page)) >= LEAST_PAPER
      && (map == NULL || (map->box.width >= LEAST_MAP && map->box.height >= LEAST_MAP)))
    return TRUE;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER,
               _ ("A page of %g × %g mm has no room for “%s”: take larger paper, smaller margins, or another template."),
               atlas_page_get_width (page), atlas_page_get_height (page), _ (TEMPLATES[index].title));

  return FALSE;
}

AtlasPage *
atlas_page_new_from_template (const char  *name,
                              double       width,
                              double       height,
                              GError     **error)
{
  const int index = find_template (name);
  g_autoptr (AtlasPage) page = NULL;
  double margin;

  if (index < 0)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) NAMES);

      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_TEMPLATE, _ ("There is no template “%s”: there are %s."), name, names);
      return NULL;
    }
  page = atlas_page_new (width, height);
  margin = round (MARGIN * atlas_page_get_factor (page));
  atlas_page_set_margins (page, (const double[]){ margin, margin, margin, margin });
  atlas_page_set_template (page, name);
  atlas_page_set_name (page, _ (TEMPLATES[index].title));
  if (!arrange (page, index, TRUE, error))
    return NULL;

  return g_steal_pointer (&page);
}

gboolean
atlas_page_template_arrange (AtlasPage  *page,
                             GError    **error)
{
  const int index = find_template (atlas_page_get_template (page));
  const double width = atlas_page_get_width (page), height = atlas_page_get_height (page);

  g_return_val_if_fail (page != NULL, FALSE);

  if (index >= 0 && !arrange (page, index, FALSE, error))
    return FALSE;
  /* What a person added comes onto the paper. */
  for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);
      cairo_rectangle_t box = element->box;

      box.width = MIN (box.width, width);
      box.height = MIN (box.height, height);
      box.x = CLAMP (box.x, 0.0, width - box.width);
      box.y = CLAMP (box.y, 0.0, height - box.height);
      atlas_page_set_box (page, element->id, &box);
    }

  return TRUE;
}
