/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-chainage.h"

G_BEGIN_DECLS

/**
 * AtlasPlaces:
 *
 * Names of places that a journey may begin at, lead by or end at.  Filled by one thread; then any thread may look names up.
 */
typedef struct _AtlasPlaces AtlasPlaces;

/**
 * AtlasPlace:
 * @name: as the layer says
 * @name_en: (nullable): in English
 * @alias: (nullable): other names, with commas between
 * @county: (nullable): where it lies
 * @lon: degrees
 * @lat: degrees
 */
typedef struct
{
  const char *name;
  const char *name_en;
  const char *alias;
  const char *county;
  double      lon;
  double      lat;
} AtlasPlace;

AtlasPlaces      *atlas_places_new (void);
void              atlas_places_free (AtlasPlaces *self);

/** atlas_places_add_nodes: adds where segments begin and end, by the fields from and to.  What is added first is preferred. */
void              atlas_places_add_nodes (AtlasPlaces   *self,
                                          AtlasChainage *chainage);

/** atlas_places_add_table: adds the features of a layer that have a name: points where they are, others by the middle of their
 * extent.  The table is kept. */
void              atlas_places_add_table (AtlasPlaces *self,
                                          AtlasTable  *table);

/**
 * atlas_places_find:
 * @text: a name, or longitude and latitude with a comma between
 * @place: (out): the place; its texts are those of @self; coordinates have no name
 *
 * Looks for the name as it is, then without 县, 区, 市, 镇, 乡 or 县城 at its end, then another name, one that begins so, one that
 * has it in the middle; in either language.  Places of one name that lie within 5 km are one; a county's name before it tells
 * two apart.
 *
 * Returns: %FALSE with %ATLAS_ROUTE_ERROR:
 *   unknown (near names are suggested) or ambiguous (all are listed)
 */
gboolean          atlas_places_find (AtlasPlaces  *self,
                                     const char   *text,
                                     AtlasPlace   *place,
                                     GError      **error);

/**
 * atlas_places_suggest:
 * @text: what somebody is typing
 * @most: so many at most
 *
 * Places that may be meant, by characters, pinyin or initials, in either language, the best first; where there is none, those
 * with names that are nearly so.  Costs a look at every name: a worker's job.
 *
 * Returns: (transfer full) (element-type AtlasPlace): the places; their texts are those of @self
 */
GArray           *atlas_places_suggest (AtlasPlaces *self,
                                        const char  *text,
                                        guint        most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPlaces, atlas_places_free)

G_END_DECLS
