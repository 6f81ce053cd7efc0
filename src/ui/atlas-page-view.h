/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-page-editor.h"
#include "ui/atlas-page-picture.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PAGE_VIEW (atlas_page_view_get_type ())

/**
 * AtlasPageView:
 *
 * A page on a grey desk, as it will be printed, always light: to be looked at, and to be laid out by hand.  The map is dragged
 * inside of its frame; other elements, and the frame by its edge, are dragged and made larger, caught by margins and edges; arrow
 * keys move by a millimetre, with Shift by ten, with Alt they move the map in its frame; Delete switches an element off.  The wheel moves the page, with Control it zooms, with Alt
 * it changes the scale of the map under the pointer.
 *
 * Signals: "edit" (an element's id: its text is to be edited), "zoomed".
 */
G_DECLARE_FINAL_TYPE (AtlasPageView, atlas_page_view, ATLAS, PAGE_VIEW, GtkWidget)

GtkWidget        *atlas_page_view_new (AtlasPageEditor *editor);

/** atlas_page_view_set_world: what the page is painted of. */
void              atlas_page_view_set_world (AtlasPageView  *self,
                                             AtlasPageWorld *world);

/** atlas_page_view_get_world: Returns: (transfer none) (nullable). */
AtlasPageWorld   *atlas_page_view_get_world (AtlasPageView *self);

/** atlas_page_view_get_picture: Returns: (transfer none): tells whether it is painted. */
AtlasPagePicture *atlas_page_view_get_picture (AtlasPageView *self);

/** atlas_page_view_get_zoom: Returns: 1 for the size of the paper on a screen of 96 dots an inch. */
double            atlas_page_view_get_zoom (AtlasPageView *self);

/** atlas_page_view_zoom_by: @factor: about the middle of what is seen. */
void              atlas_page_view_zoom_by (AtlasPageView *self,
                                           double         factor);
void              atlas_page_view_zoom_to (AtlasPageView *self,
                                           double         zoom);

/** atlas_page_view_fit: shows all of the page, also when the widget gets another size, until it is zoomed again. */
void              atlas_page_view_fit (AtlasPageView *self);

/** atlas_page_view_show_element: moves the page so that the element is seen. */
void              atlas_page_view_show_element (AtlasPageView *self,
                                                const char    *id);

/** atlas_page_view_get_box: Returns: where a box of the page (millimetres) lies in the widget. */
graphene_rect_t   atlas_page_view_get_box (AtlasPageView           *self,
                                           const cairo_rectangle_t *box);

/** atlas_page_view_dup_frame: @id: of a map.  Returns: (transfer full) (nullable): where places lie in it as the page is now. */
AtlasMapFrame    *atlas_page_view_dup_frame (AtlasPageView *self,
                                             const char    *id);

/**
 * atlas_page_view_move_map:
 * @dx: millimetres by which what the map shows moves to the right
 * @dy: likewise downwards
 * @key: (nullable): as for atlas_page_editor_take()
 *
 * A step that can be undone.
 */
void              atlas_page_view_move_map (AtlasPageView *self,
                                            const char    *id,
                                            double         dx,
                                            double         dy,
                                            const char    *key);

G_END_DECLS
