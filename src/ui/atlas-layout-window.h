/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LAYOUT_WINDOW (atlas_layout_window_get_type ())

/**
 * AtlasLayoutWindow:
 *
 * The window in which a project's pages are laid out, looked at, printed and written to files.  It follows the project while it is
 * open, and saves the layouts in it.
 */
G_DECLARE_FINAL_TYPE (AtlasLayoutWindow, atlas_layout_window, ATLAS, LAYOUT_WINDOW, AdwApplicationWindow)

/** atlas_layout_window_new: @view: what the main window shows, degrees. */
GtkWidget *atlas_layout_window_new (AtlasProject      *project,
                                    const AtlasExtent *view);

/** atlas_layout_window_set_view: @view: what the main window shows now; pages that show it follow in a moment. */
void       atlas_layout_window_set_view (AtlasLayoutWindow *self,
                                         const AtlasExtent *view);

G_END_DECLS
