/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Where in a JSON text we are: a chain on the stack from the innermost outwards. */
typedef struct _AtlasJsonPlace AtlasJsonPlace;
struct _AtlasJsonPlace
{
  const AtlasJsonPlace *up;
  const char           *key;      /* NULL: an element of an array */
  guint                 index;
};

/** atlas_json_place_append: adds a place in words to @text: "rules[2].strokes[0]"; nothing for %NULL. */
void     atlas_json_place_append (GString              *text,
                                  const AtlasJsonPlace *place);

/**
 * atlas_json_is_sane:
 * @text: what may be JSON
 * @length: bytes
 *
 * To be asked before a parser sees @text.  Any thread.
 *
 * Returns: %FALSE when it is no UTF-8, longer than a megabyte, or nested deeper than 32
 */
gboolean atlas_json_is_sane (const char *text,
                             gsize       length);

/** atlas_json_is_sane_up_to: the same with another limit: @most: bytes. */
gboolean atlas_json_is_sane_up_to (const char *text,
                                   gsize       length,
                                   gsize       most);

G_END_DECLS
