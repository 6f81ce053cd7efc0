/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"
#include "ui/atlas-page-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_ELEMENT_ROWS (atlas_element_rows_get_type ())

/**
 * AtlasElementRows:
 *
 * The properties of the chosen element, as rows that are made of what the page says of its kind; where it lies and how large it is;
 * nothing when none is chosen.  Follows the editor by itself.
 */
G_DECLARE_FINAL_TYPE (AtlasElementRows, atlas_element_rows, ATLAS, ELEMENT_ROWS, GtkBox)

GtkWidget *atlas_element_rows_new (AtlasPageEditor *editor,
                                   AtlasProject    *project);

/** atlas_element_rows_edit: puts the keyboard into the element's text.  Returns: whether it has one. */
gboolean   atlas_element_rows_edit (AtlasElementRows *self);

/** atlas_element_dup_title: Returns: (transfer full): what people call that element of @page. */
char      *atlas_element_dup_title (AtlasPage              *page,
                                    const AtlasPageElement *element);

G_END_DECLS
