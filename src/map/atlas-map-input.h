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
 * @clicked: a click that was no drag, at once: widget pixels, and which of several in one place it is.  Returns: %TRUE when it
 *   is dealt with; then it neither picks nor zooms
 * @menu: what one can do there is asked for: right button, long press, the menu key (then in the middle): widget pixels
 * @grabbed: a drag begins: widget pixels.  Returns: %TRUE when something was taken hold of, so that the map stays where it is
 * @dragged: what was taken hold of is here now
 * @dropped: it is let go; NaN: the drag was given up
 *
 * What a person does on the map.  The map's owner fills in the functions.
 */
typedef struct
{
  void   (*picked)  (gpointer data, double x, double y);
  void   (*pointed) (gpointer data, double x, double y);
  void   (*home)    (gpointer data);
  gboolean (*clicked) (gpointer data, double x, double y, int n);
  void   (*menu)    (gpointer data, double x, double y);
  gboolean (*grabbed) (gpointer data, double x, double y);
  void   (*dragged) (gpointer data, double x, double y);
  void   (*dropped) (gpointer data, double x, double y);
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

/** atlas_map_input_set_cursor: @cursor: (unowned): static: what the pointer looks like while nothing is dragged. */
void atlas_map_input_set_cursor (ShumateMap *map,
                                 const char *cursor);

G_END_DECLS
