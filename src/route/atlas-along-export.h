/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-along.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_ALONG_JSON,
  ATLAS_ALONG_CSV,        /* UTF-8 with a byte order mark, as Excel wants it */
  ATLAS_ALONG_GEOJSON,    /* a point for each item in order, then the line */
  ATLAS_ALONG_GPX,        /* waypoints in order, then the line as a track */
  ATLAS_ALONG_TEXT,       /* a table for people */
} AtlasAlongFormat;

/**
 * AtlasAlongExport:
 * @title: (nullable): what the line is called: "平顺县城 → 壶关县城"
 * @chinese: names and words for people in Chinese, else in English
 * @network: (nullable): also tells distances by road
 * @reach: with @network: from the line
 */
typedef struct
{
  const char   *title;
  gboolean      chinese;
  AtlasNetwork *network;
  AtlasReach   *reach;
} AtlasAlongExport;

/** atlas_along_format_parse: @format: (out).  Returns: %FALSE when @name is none of json, csv, geojson, gpx, text. */
gboolean  atlas_along_format_parse (const char       *name,
                                    AtlasAlongFormat *format);

/** atlas_along_export: Returns: (transfer full): the list in a format, ending with a line break. */
char     *atlas_along_export (AtlasAlong             *self,
                              AtlasAlongFormat        format,
                              const AtlasAlongExport *options);

G_END_DECLS
