/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"
#include "ui/atlas-page-editor.h"
#include "ui/atlas-page-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LAYOUT_PANEL (atlas_layout_panel_get_type ())

/**
 * AtlasLayoutPanel:
 *
 * What can be said of a page, beside it: the page (template, paper, its texts), the map (scale, coordinate system, turn, what it
 * shows), the elements and what the chosen one can be told.  Follows the editor by itself.
 *
 * Signal: "message" (a sentence for the person).
 */
G_DECLARE_FINAL_TYPE (AtlasLayoutPanel, atlas_layout_panel, ATLAS, LAYOUT_PANEL, GtkBox)

GtkWidget *atlas_layout_panel_new (AtlasPageEditor *editor,
                                   AtlasPageView   *view,
                                   AtlasProject    *project);

/** atlas_layout_panel_edit: lets the person change the text of element @id: puts the keyboard into the row that is about it. */
void       atlas_layout_panel_edit (AtlasLayoutPanel *self,
                                    const char       *id);

/** atlas_layout_panel_update_map: fills the map's rows anew: what it fits is somewhere else now. */
void       atlas_layout_panel_update_map (AtlasLayoutPanel *self);

/** atlas_layout_panel_edit_field: @name: "title", "review" …: puts the keyboard into that row.  Returns: whether there is one. */
gboolean   atlas_layout_panel_edit_field (AtlasLayoutPanel *self,
                                          const char       *name);

G_END_DECLS
