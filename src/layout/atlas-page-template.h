/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page.h"

G_BEGIN_DECLS

/* Pages that are laid out by rules: for any paper that has room, sizes growing with it. */

/** atlas_page_template_list: Returns: (transfer none) (array zero-terminated=1): "sheet", "plain", "overview", "roadbook". */
const char *const *atlas_page_template_list (void);

/** atlas_page_template_get_title: Returns: (transfer none) (nullable): what people call it, translated. */
const char        *atlas_page_template_get_title (const char *name);

/**
 * atlas_page_new_from_template:
 * @name: of the list
 * @width: millimetres, of the paper as it lies: larger than @height for landscape
 * @height: millimetres
 *
 * The map fits the "home" extent of the context until it is told otherwise.  Texts are in the person's language.
 *
 * Returns: (transfer full) (nullable): the page, or %NULL with %ATLAS_LAYOUT_ERROR
 */
AtlasPage         *atlas_page_new_from_template (const char  *name,
                                                 double       width,
                                                 double       height,
                                                 GError     **error);

/**
 * atlas_page_template_arrange:
 *
 * Lays the elements of @page out anew on its paper by its template, which keeps what they say and whether they are shown; elements
 * that the template does not have are only kept on the paper.  After another paper, orientation or margin, or when an overview is
 * switched on.
 *
 * Returns: %FALSE with %ATLAS_LAYOUT_ERROR when the paper has no room
 */
gboolean           atlas_page_template_arrange (AtlasPage  *page,
                                                GError    **error);

G_END_DECLS
