/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is taken on the map already: a bit a pixel, in planes that are asked together or apart.  Its cells lie on whole
 * world pixels, so the answer does not depend on where the view begins; its cost depends on the size of what is asked,
 * never on how many things there are. */
typedef struct _AtlasLabelGrid AtlasLabelGrid;

/** A box in world pixels (see geo/atlas-mercator.h). */
typedef struct
{
  double x1;
  double y1;
  double x2;
  double y2;
} AtlasLabelBox;

typedef enum
{
  ATLAS_LABEL_PLANE_NAMES = 1 << 0,   /* names that were placed */
  ATLAS_LABEL_PLANE_SYMBOLS = 1 << 1, /* symbols of subjects: never covered */
  ATLAS_LABEL_PLANE_GROUND = 1 << 2,  /* symbols of the ground that may get a name: better not covered */
  ATLAS_LABEL_PLANE_LINES = 1 << 3,   /* lines of subjects: not covered where there is another place */
} AtlasLabelPlane;

/** atlas_label_grid_new: @area: what it covers.  Returns: (transfer full): a grid with nothing taken. */
AtlasLabelGrid *atlas_label_grid_new (const AtlasLabelBox *area);
void            atlas_label_grid_free (AtlasLabelGrid *self);

/** atlas_label_grid_holds: Returns: %TRUE when @box lies wholly in the area. */
gboolean        atlas_label_grid_holds (const AtlasLabelGrid *self,
                                        const AtlasLabelBox  *box);

/** atlas_label_grid_is_free: Returns: %TRUE when no pixel that @box touches is taken in @planes; outside all is free. */
gboolean        atlas_label_grid_is_free (const AtlasLabelGrid *self,
                                          AtlasLabelPlane       planes,
                                          const AtlasLabelBox  *box);

/**
 * atlas_label_grid_seal:
 *
 * To be called when the symbols are in, if very many boxes will be asked for: makes the answers quicker, and no other.
 */
void            atlas_label_grid_seal (AtlasLabelGrid *self);

/** atlas_label_grid_take: takes all pixels that @box touches. */
void            atlas_label_grid_take (AtlasLabelGrid      *self,
                                       AtlasLabelPlane      plane,
                                       const AtlasLabelBox *box);

/**
 * atlas_label_grid_take_segment:
 * @half: how far to each side, and beyond its ends, a square reaches that goes along the line
 *
 * Takes the pixels of a straight line.
 *
 * Returns: how many rows of pixels were looked at: what it cost
 */
guint           atlas_label_grid_take_segment (AtlasLabelGrid  *self,
                                               AtlasLabelPlane  plane,
                                               const double     from[2],
                                               const double     to[2],
                                               double           half);

/** atlas_label_grid_take_disc: takes the pixels that a disc touches, and a few at its rim that it does not. */
void            atlas_label_grid_take_disc (AtlasLabelGrid  *self,
                                            AtlasLabelPlane  plane,
                                            double           x,
                                            double           y,
                                            double           radius);

/**
 * atlas_label_grid_note:
 * @round: a disc, as atlas_label_grid_take_disc() takes it; or a square, some pixels' edges larger
 * @radius: to the edge of either
 *
 * It is taken when atlas_label_grid_spread() is called next: so very many cost no more than some.
 */
void            atlas_label_grid_note (AtlasLabelGrid  *self,
                                       AtlasLabelPlane  plane,
                                       gboolean         round,
                                       double           x,
                                       double           y,
                                       double           radius);

/** atlas_label_grid_spread: takes what was noted. */
void            atlas_label_grid_spread (AtlasLabelGrid *self);

/** Where between the symbols there is room for a box of some size. */
typedef struct _AtlasLabelRoom AtlasLabelRoom;

/**
 * atlas_label_grid_find_room:
 * @width: of the box, world pixels
 * @height: likewise
 * @reach_x: how far to the left and right of a place its box may reach, world pixels
 * @reach_y: and up and down
 *
 * To be asked of very many places whether it is worth while to try a box there.
 *
 * Returns: (transfer full): the room between the symbols (#ATLAS_LABEL_PLANE_SYMBOLS) that are taken by now
 */
AtlasLabelRoom *atlas_label_grid_find_room (const AtlasLabelGrid *self,
                                            double                width,
                                            double                height,
                                            double                reach_x,
                                            double                reach_y);
void            atlas_label_room_free (AtlasLabelRoom *self);

/** atlas_label_room_is_near: Returns: %FALSE when no box near the place is free of symbols and within the area. */
gboolean        atlas_label_room_is_near (const AtlasLabelRoom *self,
                                          double                x,
                                          double                y);

/** atlas_label_room_meets: Returns: whether there is room near any place in @box. */
gboolean        atlas_label_room_meets (const AtlasLabelRoom *self,
                                        const AtlasLabelBox  *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelGrid, atlas_label_grid_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelRoom, atlas_label_room_free)

G_END_DECLS
