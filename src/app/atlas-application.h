/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_APPLICATION (atlas_application_get_type ())

/**
 * AtlasApplication:
 *
 * The program with a window.  Needs a display.
 */
G_DECLARE_FINAL_TYPE (AtlasApplication, atlas_application, ATLAS, APPLICATION, AdwApplication)

/** atlas_application_new: @bench: measures its own launch: prints figures once the map is there, and quits. */
AtlasApplication *atlas_application_new (gboolean bench);

G_END_DECLS
