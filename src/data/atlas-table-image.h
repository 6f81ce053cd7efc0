/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "geo/atlas-extent.h"

G_BEGIN_DECLS

/* The table image: a layer as one block of bytes, position-independent, in the machine's byte order (images never leave the
 * machine).  A header, then sections in any order, each starting at a multiple of 8 bytes:
 *
 *   TEXT_OFFSETS   guint64 [n_texts + 1]         text i is bytes offsets[i] … offsets[i+1] - 2 of TEXT, then a NUL
 *   TEXT           bytes                         each text once; text 0 is ""
 *   FIELDS         AtlasImageField [n_fields]
 *   COLUMNS        bytes                         values and null bits, found through FIELDS
 *   IDS            guint32 [n_features]          text ids; ATLAS_IMAGE_NONE: no id
 *   TYPES          guint8 [n_features]           AtlasGeometryType
 *   EXTENTS        AtlasExtent [n_features]
 *   PART_STARTS    guint32 [n_features + 1]      the parts of feature i are PART_STARTS[i] … PART_STARTS[i+1] - 1
 *   PART_KINDS     guint8 [n_parts]              AtlasPartKind
 *   VERTEX_STARTS  guint32 [n_parts + 1]         likewise, the vertices of a part
 *   COORDS         double [2 * n_vertices]       longitude, latitude
 *   IMPORTANCE     float [n_vertices]
 *   INDEX_BOXES    AtlasIndexBox [n_boxes]       over the features' extents
 *   INDEX_REFS     guint32 [n_boxes]
 *   SKIPPED        AtlasImageSkipped [n_skipped]
 *
 * Change ATLAS_IMAGE_VERSION with anything here: cached images of other versions are then made anew. */

#define ATLAS_IMAGE_MAGIC "ATLASTAB"
#define ATLAS_IMAGE_VERSION 4u
#define ATLAS_IMAGE_ORDER 0x01020304u
#define ATLAS_IMAGE_PAGE 4096u
#define ATLAS_IMAGE_NONE G_MAXUINT32

typedef enum
{
  ATLAS_IMAGE_TEXT_OFFSETS,
  ATLAS_IMAGE_TEXT,
  ATLAS_IMAGE_FIELDS,
  ATLAS_IMAGE_COLUMNS,
  ATLAS_IMAGE_IDS,
  ATLAS_IMAGE_TYPES,
  ATLAS_IMAGE_EXTENTS,
  ATLAS_IMAGE_PART_STARTS,
  ATLAS_IMAGE_PART_KINDS,
  ATLAS_IMAGE_VERTEX_STARTS,
  ATLAS_IMAGE_COORDS,
  ATLAS_IMAGE_IMPORTANCE,
  ATLAS_IMAGE_INDEX_BOXES,
  ATLAS_IMAGE_INDEX_REFS,
  ATLAS_IMAGE_SKIPPED,
  ATLAS_IMAGE_N_SECTIONS,
} AtlasImageSection;

typedef struct
{
  guint64 offset;        /* from the header's first byte */
  guint64 size;          /* bytes */
} AtlasImageSpan;

typedef struct
{
  char           magic[8];
  guint32        version;
  guint32        order;          /* ATLAS_IMAGE_ORDER as the machine writes it */
  guint64        size;           /* of the whole image, a multiple of ATLAS_IMAGE_PAGE */
  guint64        n_features;
  guint64        n_parts;
  guint64        n_vertices;
  guint64        n_texts;
  guint64        n_skipped;      /* listed */
  guint64        skipped_total;
  guint32        n_fields;
  guint32        geometry_kind;  /* AtlasGeometryType */
  guint32        name;           /* text ids */
  guint32        crs;
  guint32        format;
  guint32        attributes;
  AtlasExtent    extent;
  AtlasImageSpan sections[ATLAS_IMAGE_N_SECTIONS];
} AtlasImageHeader;

typedef struct
{
  guint32 name;          /* text id */
  guint32 type;          /* AtlasFieldType */
  guint64 values;        /* offset in COLUMNS: guint32 text ids, gint64, double, or guint8 by type; 8-aligned */
  guint64 nulls;         /* offset in COLUMNS: (n_features + 7) / 8 bytes, bit set: null */
} AtlasImageField;

typedef struct
{
  guint64 position;
  guint32 reason;        /* text id */
  guint32 reserved;
} AtlasImageSkipped;

/** atlas_image_value_size: Returns: bytes of a value of a field of @type (an AtlasFieldType). */
static inline gsize
atlas_image_value_size (guint32 type)
{
  switch (type)
    {
    case 1: /* ATLAS_FIELD_INTEGER */
    case 2: /* ATLAS_FIELD_REAL */
      return 8;
    case 3: /* ATLAS_FIELD_BOOLEAN */
      return 1;
    default:
      return 4;
    }
}

G_END_DECLS
