/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "map/atlas-map-view.h"
#include "ui/atlas-prefs.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_WINDOW (atlas_window_get_type ())

/**
 * AtlasWindow:
 *
 * The main window: the map of a project, its layers beside it, the card of what was clicked.
 */
G_DECLARE_FINAL_TYPE (AtlasWindow, atlas_window, ATLAS, WINDOW, AdwApplicationWindow)

/** atlas_window_new: @prefs: what the window remembers of its size, panel and folder. */
AtlasWindow  *atlas_window_new (GtkApplication *application,
                                AtlasProject   *project,
                                AtlasPrefs     *prefs);

/**
 * atlas_window_open:
 * @files: (array length=n)
 *
 * Opens files as layers on top; one that is open already is shown instead.  When they are read the map shows them.
 */
void          atlas_window_open (AtlasWindow  *self,
                                 GFile       **files,
                                 gsize         n);

/** atlas_window_is_reading: Returns: whether a file is still being read. */
gboolean      atlas_window_is_reading (AtlasWindow *self);

/** atlas_window_say: shows a short message; @text is shown as it is. */
void          atlas_window_say (AtlasWindow *self,
                                const char  *text);

/** atlas_window_get_map: Returns: (transfer none): the map. */
AtlasMapView *atlas_window_get_map (AtlasWindow *self);

/** atlas_window_set_accels: gives the window's actions their keys in @application. */
void          atlas_window_set_accels (GtkApplication *application);

G_END_DECLS
