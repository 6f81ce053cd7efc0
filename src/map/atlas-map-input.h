/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-camera.h"

G_BEGIN_DECLS

/**
 * AtlasMapInput:
 * @picked: a click or tap that was no drag: widget pixels
 * @pointed: where the pointer is; NaN when it left
 * @home: the key for the whole city
 *
 * What a person does on the map.  The map's owner fills in the functions.
 */
typedef struct
{
  void   (*picked)  (gpointer data, double x, double y);
  void   (*pointed) (gpointer data, double x, double y);
  void   (*home)    (gpointer data);
} AtlasMapInputFuncs;

/**
 * atlas_map_input_attach:
 * @funcs: (unowned): static
 *
 * Gives @map its mouse, touch pad, touch and keyboard: drag and fling, wheel, double click, arrows, +, −, Home, 0.  Two-finger
 * zoom and rotation stay with libshumate.  A click is reported when no second one follows within a quarter of a second, so a
 * double click only zooms.  @camera and @data must live as long as @map's controllers.
 */
void atlas_map_input_attach (ShumateMap               *map,
                             AtlasCamera              *camera,
                             const AtlasMapInputFuncs *funcs,
                             gpointer                  data);

G_END_DECLS
