/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "layout/atlas-map-frame.h"

G_BEGIN_DECLS

/**
 * AtlasPage:
 *
 * A page as a person lays it out: the paper and what stands on it.  It says what is wanted, not how it looks: texts hold fields,
 * a map may be told to fit a layer; atlas_page_sheet_new() makes a page to be painted of it.  Ref-counted; changed by one owner on
 * one thread.  A copy shares what it can and costs microseconds, so undo keeps copies and a worker is given one.
 *
 * Its JSON is described in src/layout/README.md; members that this version does not know are kept.
 */
typedef struct _AtlasPage AtlasPage;

typedef enum
{
  ATLAS_PAGE_MAP,
  ATLAS_PAGE_OVERVIEW,   /* a small map, with the frame of another one drawn in it */
  ATLAS_PAGE_TEXT,
  ATLAS_PAGE_LEGEND,
  ATLAS_PAGE_SCALE_BAR,
  ATLAS_PAGE_NORTH,
  ATLAS_PAGE_LOGO,
  ATLAS_PAGE_TABLE,
  ATLAS_PAGE_CHART,
} AtlasPageKind;
#define ATLAS_PAGE_N_KINDS (ATLAS_PAGE_CHART + 1)

/** What stands on a page.  Lengths are millimetres, from the page's top left corner. */
typedef struct
{
  const char       *id;       /* unique on its page */
  AtlasPageKind     kind;
  cairo_rectangle_t box;
  gboolean          visible;
} AtlasPageElement;

typedef enum
{
  ATLAS_PAGE_VALUE_TEXT,
  ATLAS_PAGE_VALUE_NUMBER,
  ATLAS_PAGE_VALUE_BOOLEAN,
  ATLAS_PAGE_VALUE_CHOICE,    /* one of a few words */
  ATLAS_PAGE_VALUE_TEXTS,     /* an array of texts */
  ATLAS_PAGE_VALUE_NUMBERS,   /* an array of numbers */
} AtlasPageValueType;

/** A property that elements of a kind have, for reading files and for the window's rows. */
typedef struct
{
  const char         *name;      /* in JSON */
  const char         *title;     /* to be translated: what people call it */
  AtlasPageValueType  type;
  double              least;     /* of a number */
  double              most;
  double              number;    /* when it is not set; of a boolean 0 or 1; NaN: none */
  const char         *text;      /* (nullable): when it is not set */
  const char *const  *choices;   /* (nullable) (array zero-terminated=1) */
} AtlasPageProperty;

/* Paper. */

/**
 * atlas_paper_parse:
 * @text: "a4", "A3" … "a0", or "400x300" in millimetres
 * @width: (out): of the sheet as it stands, the short side first for the names
 * @height: (out)
 *
 * Returns: %FALSE with %ATLAS_LAYOUT_ERROR_PAPER
 */
gboolean                  atlas_paper_parse (const char  *text,
                                             double      *width,
                                             double      *height,
                                             GError     **error);

/** atlas_paper_get_name: Returns: (transfer none) (nullable): "A3" for a sheet of that size, whichever way it lies; else %NULL. */
const char               *atlas_paper_get_name (double width,
                                                double height);

/* Pages. */

/** atlas_page_new: Returns: (transfer full): an empty page of @width × @height mm with margins of 10 mm. */
AtlasPage                *atlas_page_new (double width,
                                          double height);
AtlasPage                *atlas_page_ref (AtlasPage *self);
void                      atlas_page_unref (AtlasPage *self);

/** atlas_page_copy: Returns: (transfer full): a page that can be changed without changing @self. */
AtlasPage                *atlas_page_copy (AtlasPage *self);

/** atlas_page_equal: Returns: whether the two are written alike. */
gboolean                  atlas_page_equal (AtlasPage *self,
                                            AtlasPage *other);

/**
 * atlas_page_new_from_json:
 *
 * Returns: (transfer full) (nullable): the page, or %NULL with %ATLAS_LAYOUT_ERROR and a sentence that names the place
 */
AtlasPage                *atlas_page_new_from_json (JsonNode  *node,
                                                    GError   **error);

/** atlas_page_to_json: Returns: (transfer full): an object that a project file can hold. */
JsonNode                 *atlas_page_to_json (AtlasPage *self);

/** atlas_page_get_name: Returns: (transfer none): what the layout is called in its project; the title of its template at first. */
const char               *atlas_page_get_name (AtlasPage *self);
void                      atlas_page_set_name (AtlasPage  *self,
                                               const char *name);

/** atlas_page_get_template: Returns: (transfer none) (nullable): by which template it was made. */
const char               *atlas_page_get_template (AtlasPage *self);
void                      atlas_page_set_template (AtlasPage  *self,
                                                   const char *name);

/** atlas_page_get_width: Returns: millimetres. */
double                    atlas_page_get_width (AtlasPage *self);
double                    atlas_page_get_height (AtlasPage *self);

/** atlas_page_set_size: only the paper: atlas_page_template_arrange() lays the elements out anew. */
void                      atlas_page_set_size (AtlasPage *self,
                                               double     width,
                                               double     height);

/** atlas_page_get_margins: @margins: (out caller-allocates) (array fixed-size=4): top, right, bottom, left, millimetres. */
void                      atlas_page_get_margins (AtlasPage *self,
                                                  double     margins[4]);
void                      atlas_page_set_margins (AtlasPage    *self,
                                                  const double  margins[4]);

/** atlas_page_get_title: Returns: (transfer none): what {title} stands for, may be "". */
const char               *atlas_page_get_title (AtlasPage *self);
void                      atlas_page_set_title (AtlasPage  *self,
                                                const char *title);

/**
 * atlas_page_get_field: Returns: (transfer none) (nullable): what the page says for {@name}: "maker", "review", "secrecy" …
 *
 * The texts of a template hold such fields; an empty one leaves its line out.
 */
const char               *atlas_page_get_field (AtlasPage  *self,
                                                const char *name);

/** atlas_page_set_field: @text: (nullable): %NULL takes it away. */
void                      atlas_page_set_field (AtlasPage  *self,
                                                const char *name,
                                                const char *text);

/** atlas_page_dup_fields: Returns: (transfer full): the names of all fields that the page sets, sorted. */
char                    **atlas_page_dup_fields (AtlasPage *self);

/* Elements, from the lowest to the uppermost. */

guint                     atlas_page_get_n_elements (AtlasPage *self);

/** atlas_page_get_element: Returns: (transfer none): valid until the page is changed. */
const AtlasPageElement   *atlas_page_get_element (AtlasPage *self,
                                                  guint      index);

/** atlas_page_find_element: Returns: (transfer none) (nullable): the element called @id. */
const AtlasPageElement   *atlas_page_find_element (AtlasPage  *self,
                                                   const char *id);

/** atlas_page_find_kind: Returns: (transfer none) (nullable): the first element of @kind that is visible, else the first. */
const AtlasPageElement   *atlas_page_find_kind (AtlasPage     *self,
                                                AtlasPageKind  kind);

/**
 * atlas_page_add_element:
 * @id: (nullable): %NULL, or one that is taken: a free one is found
 *
 * Returns: (transfer none): its id
 */
const char               *atlas_page_add_element (AtlasPage               *self,
                                                  AtlasPageKind            kind,
                                                  const char              *id,
                                                  const cairo_rectangle_t *box);

/** The functions that follow do nothing when there is no element called @id. */
void                      atlas_page_remove_element (AtlasPage  *self,
                                                     const char *id);
void                      atlas_page_set_box (AtlasPage               *self,
                                              const char              *id,
                                              const cairo_rectangle_t *box);
void                      atlas_page_set_visible (AtlasPage  *self,
                                                  const char *id,
                                                  gboolean    visible);

/** atlas_page_move_element: lays it at place @index of the order in which elements are painted. */
void                      atlas_page_move_element (AtlasPage  *self,
                                                   const char *id,
                                                   guint       index);

/* Properties of elements.  What is not set, or no property of the kind, reads as its default. */

/** atlas_page_kind_get_properties: Returns: (transfer none) (array length=n): what elements of @kind can be told. */
const AtlasPageProperty  *atlas_page_kind_get_properties (AtlasPageKind  kind,
                                                          gsize         *n);

/** atlas_page_kind_get_name: Returns: (transfer none): in JSON: "scale-bar". */
const char               *atlas_page_kind_get_name (AtlasPageKind kind);

/** atlas_page_kind_get_title: Returns: (transfer none): what people call it, translated. */
const char               *atlas_page_kind_get_title (AtlasPageKind kind);

/** atlas_page_get_text: Returns: (transfer none): never %NULL: "" when there is none. */
const char               *atlas_page_get_text (AtlasPage  *self,
                                               const char *id,
                                               const char *property);
double                    atlas_page_get_number (AtlasPage  *self,
                                                 const char *id,
                                                 const char *property);
gboolean                  atlas_page_get_boolean (AtlasPage  *self,
                                                  const char *id,
                                                  const char *property);

/** atlas_page_dup_texts: Returns: (transfer full) (array zero-terminated=1): maybe empty. */
char                    **atlas_page_dup_texts (AtlasPage  *self,
                                                const char *id,
                                                const char *property);

/** atlas_page_dup_numbers: Returns: (transfer full) (element-type double). */
GArray                   *atlas_page_dup_numbers (AtlasPage  *self,
                                                  const char *id,
                                                  const char *property);

/** atlas_page_set_text: @text: (nullable): %NULL sets it back to its default, as below. */
void                      atlas_page_set_text (AtlasPage  *self,
                                               const char *id,
                                               const char *property,
                                               const char *text);

/** atlas_page_set_number: a number outside of the property's range becomes the nearest in it; NaN sets it back. */
void                      atlas_page_set_number (AtlasPage  *self,
                                                 const char *id,
                                                 const char *property,
                                                 double      number);
void                      atlas_page_set_boolean (AtlasPage  *self,
                                                  const char *id,
                                                  const char *property,
                                                  gboolean    value);
void                      atlas_page_set_texts (AtlasPage         *self,
                                                const char        *id,
                                                const char        *property,
                                                const char *const *texts);
void                      atlas_page_set_numbers (AtlasPage    *self,
                                                  const char   *id,
                                                  const char   *property,
                                                  const double *numbers,
                                                  gsize         n);

/** atlas_page_get_main_map: Returns: (transfer none) (nullable): the id of the map that scale, north and files are about. */
const char               *atlas_page_get_main_map (AtlasPage *self);

/**
 * atlas_page_place_map:
 *
 * Tells a map its place and scale outright: sets "lon", "lat", "scale" and "rotation", and "fit" to "none".  It is what dragging
 * the map in its frame does, and what an atlas does for each page.
 */
void                      atlas_page_place_map (AtlasPage  *self,
                                                const char *id,
                                                double      lon,
                                                double      lat,
                                                double      scale,
                                                double      rotation);

/** atlas_page_fit_map: tells a map to show @extent (degrees), at the next standard scale when @standard. */
void                      atlas_page_fit_map (AtlasPage         *self,
                                              const char        *id,
                                              const AtlasExtent *extent,
                                              gboolean           standard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPage, atlas_page_unref)

G_END_DECLS
