/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_renderer_choose:
 *
 * On a machine without a graphics processor, lets GTK draw with cairo rather than with OpenGL emulated in software: the
 * window is there in half the time and takes half the memory.  Where cairo draws, OpenGL's drivers are not loaded.  To be
 * called before GTK is initialized and before there is a second thread; what a person set in the environment
 * (GSK_RENDERER, GDK_DEBUG, GDK_DISABLE) is left as it is.
 */
void atlas_renderer_choose (void);

G_END_DECLS
