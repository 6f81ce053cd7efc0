/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "data/atlas-json.h"

G_BEGIN_DECLS

/* Reading the objects of a project file: each function takes a member out of an object, so that what is left in it is what we
 * do not know.  A member that is not there leaves the value as it is.  What is wrong sets the reader's error, and everything
 * after it does nothing. */

/** What is being read. */
typedef struct
{
  GError   *error;        /* (nullable): the first thing that is wrong */
  gboolean  lenient;      /* of a newer version: what is wrong is passed over */
} AtlasJsonTaker;

/** _atlas_json_take_fail: @what: half a sentence.  Returns: %FALSE. */
gboolean    _atlas_json_take_fail (AtlasJsonTaker       *self,
                                   const AtlasJsonPlace *place,
                                   const char           *what);

/** _atlas_json_take: Returns: (transfer full) (nullable): the member @name, which @object does not have any more. */
JsonNode   *_atlas_json_take (JsonObject *object,
                              const char *name);

/** _atlas_json_take_string: @most: bytes; @value: replaced. */
void        _atlas_json_take_string (AtlasJsonTaker        *self,
                                     JsonObject            *object,
                                     const char            *name,
                                     const AtlasJsonPlace  *place,
                                     gsize                  most,
                                     char                 **value);
void        _atlas_json_take_number (AtlasJsonTaker       *self,
                                     JsonObject           *object,
                                     const char           *name,
                                     const AtlasJsonPlace *place,
                                     double                min,
                                     double                max,
                                     double               *value);
void        _atlas_json_take_boolean (AtlasJsonTaker       *self,
                                      JsonObject           *object,
                                      const char           *name,
                                      const AtlasJsonPlace *place,
                                      gboolean             *value);

/** _atlas_json_take_object: Returns: (transfer full) (nullable): the member, an object. */
JsonNode   *_atlas_json_take_object (AtlasJsonTaker       *self,
                                     JsonObject           *object,
                                     const char           *name,
                                     const AtlasJsonPlace *place);

/** _atlas_json_take_array: Returns: (transfer full) (nullable): the member, a list of at most @most. */
JsonNode   *_atlas_json_take_array (AtlasJsonTaker       *self,
                                    JsonObject           *object,
                                    const char           *name,
                                    const AtlasJsonPlace *place,
                                    guint                 most);

/** _atlas_json_take_words: Returns: (transfer full) (nullable): the member, a list of texts. */
GStrv       _atlas_json_take_words (AtlasJsonTaker       *self,
                                    JsonObject           *object,
                                    const char           *name,
                                    const AtlasJsonPlace *place,
                                    guint                 most);

/** _atlas_json_put_more: @more: (nullable): its members are put after those of @object. */
void        _atlas_json_put_more (JsonObject *object,
                                  JsonObject *more);

G_END_DECLS
