/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page.h"

G_BEGIN_DECLS

/* What is inside of a page: for atlas-page.c, which changes it, and atlas-page-json.c, which reads and writes it. */

/** An element.  Its properties are sealed nodes under their names, so copies share them. */
typedef struct
{
  AtlasPageElement element;
  char            *id;
  JsonObject      *members;   /* known properties and unknown members; never id, kind, box, visible */
} AtlasPageNode;

struct _AtlasPage
{
  gatomicrefcount ref_count;
  char           *name;
  char           *template_name;   /* NULL: none */
  char           *title;
  double          width;
  double          height;
  double          margins[4];
  GPtrArray      *nodes;           /* AtlasPageNode */
  JsonObject     *fields;          /* texts */
  JsonObject     *unknown;         /* members of a later version */
  GPtrArray      *strangers;       /* JsonNode: elements of a kind of a later version */
};

/** atlas_page_node_new: @members: (transfer full) (nullable). */
AtlasPageNode           *atlas_page_node_new (const char              *id,
                                              AtlasPageKind            kind,
                                              const cairo_rectangle_t *box,
                                              JsonObject              *members);

/** atlas_page_find_property: Returns: (transfer none) (nullable): what elements of @kind can be told under @name. */
const AtlasPageProperty *atlas_page_find_property (AtlasPageKind  kind,
                                                   const char    *name);

/** atlas_page_kind_parse: Returns: %FALSE when there is no kind called @name. */
gboolean                 atlas_page_kind_parse (const char    *name,
                                                AtlasPageKind *kind);

/** Millimetres, rounded to a thousandth so that files are short and moving to and fro leaves no trace. */
double                   atlas_page_round (double millimetres);

#define ATLAS_PAGE_LEAST 40.0      /* mm, of paper */
#define ATLAS_PAGE_MOST 5000.0
#define ATLAS_PAGE_MOST_ELEMENTS 500

G_END_DECLS
