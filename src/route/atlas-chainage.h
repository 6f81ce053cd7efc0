/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-route-line.h"

G_BEGIN_DECLS

/**
 * atlas_chainage_parse:
 * @text: "K12+300", "k12+300", "12+300", "K12", "K12.3"; full-width letters and digits and blanks do not matter
 * @metres: (out): 12300
 *
 * What follows the plus is metres, below 1000, with decimals if need be.  A bare number is no K-number.
 *
 * Returns: %FALSE with %ATLAS_ROUTE_ERROR_CHAINAGE when it is none
 */
gboolean        atlas_chainage_parse (const char  *text,
                                      double      *metres,
                                      GError     **error);

/** atlas_chainage_format: Returns: (transfer full): "K12+300", to the nearest metre. */
char           *atlas_chainage_format (double metres);

/**
 * AtlasChainage:
 *
 * The segments of a layer of lines with their K-numbers.  K0+000 is at the first vertex of a segment; K runs to the length
 * that is published for it or was allocated to it (the fields length_km_official, else length_km), so that a metre of K is
 * the same part of the segment everywhere: measure = geodesic length × factor.  A line named by its section is the section's
 * segments joined, and K runs on over them from the start of the joined line.
 *
 * Layers without such fields have their geodesic length, factor 1.  Immutable and ref-counted: any thread.
 */
typedef struct _AtlasChainage AtlasChainage;

/**
 * AtlasChainageSegment:
 * @feature: its number in the table
 * @id: (nullable): of the feature
 * @name: (nullable): in Chinese or whatever the layer says
 * @name_en: (nullable): in English
 * @section: (nullable): the section that it belongs to
 * @section_en: (nullable): likewise in English
 * @role: (nullable): main line, branch, …
 * @loop: it is part of the loop
 * @is_published: the length is published for this segment; else it is a share of a published one, or none is known
 * @length: metres: published or allocated, else as drawn
 * @drawn: metres along the geodesics as drawn
 * @factor: @length / @drawn
 * @residual: @length − @drawn, metres
 * @line: (transfer none): the segment as a line, from K0+000
 *
 * A feature of several parts that do not touch gives a segment for each, which share its length as they are drawn.
 */
typedef struct
{
  guint32         feature;
  const char     *id;
  const char     *name;
  const char     *name_en;
  const char     *section;
  const char     *section_en;
  const char     *role;
  gboolean        loop;
  gboolean        is_published;
  double          length;
  double          drawn;
  double          factor;
  double          residual;
  AtlasRouteLine *line;
} AtlasChainageSegment;

/**
 * atlas_chainage_new:
 * @table: a layer; what is no line is left out, and so is a line without length
 *
 * Returns: (transfer full) (nullable): its segments, or %NULL with %ATLAS_ROUTE_ERROR_NO_LINE when there is none
 */
AtlasChainage  *atlas_chainage_new (AtlasTable  *table,
                                    GError     **error);

AtlasChainage  *atlas_chainage_ref (AtlasChainage *self);
void            atlas_chainage_unref (AtlasChainage *self);

AtlasTable     *atlas_chainage_get_table (AtlasChainage *self);
guint           atlas_chainage_get_n_segments (AtlasChainage *self);
const AtlasChainageSegment *
                atlas_chainage_get_segment (AtlasChainage *self,
                                            guint          index);

/**
 * atlas_chainage_get_all:
 *
 * Returns: (transfer none): all segments as one line of many runs, in their order: to search in, not to travel along
 */
AtlasRouteLine *atlas_chainage_get_all (AtlasChainage *self);

/**
 * atlas_chainage_find:
 * @name: an id, a segment's name, a section's name, or a word such as "环线" or "主线" (the loop, a role); in either language,
 *   as it is, else a part of one that is the only such
 *
 * Returns: (transfer full) (nullable): the line, of several runs where its segments do not form one; or %NULL with
 *   %ATLAS_ROUTE_ERROR: unknown (near names are suggested), ambiguous, a network and no line, or without length
 */
AtlasRouteLine *atlas_chainage_find (AtlasChainage  *self,
                                     const char     *name,
                                     GError        **error);

/**
 * atlas_chainage_nearest:
 * @chainage: (out): metres on the segment
 * @foot: (out) (optional): the foot; its measure is that on the segment, its side as the segment runs
 *
 * Returns: (transfer none): the segment that is nearest to a place
 */
const AtlasChainageSegment *
                atlas_chainage_nearest (AtlasChainage  *self,
                                        double          lon,
                                        double          lat,
                                        double         *chainage,
                                        AtlasRouteFoot *foot);

/**
 * atlas_chainage_check:
 * @line: what @name stands for
 * @metres: (inout): a chainage; brought to the end when it is past it by less than half a metre
 *
 * Returns: %FALSE with %ATLAS_ROUTE_ERROR_PAST_END, which tells how long the line is, when @metres lies past its end
 */
gboolean        atlas_chainage_check (AtlasRouteLine  *line,
                                      const char      *name,
                                      double          *metres,
                                      GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChainage, atlas_chainage_unref)

G_END_DECLS
