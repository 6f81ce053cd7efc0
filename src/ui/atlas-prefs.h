/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_PREFS (atlas_prefs_get_type ())

/**
 * AtlasPrefs:
 *
 * What the program remembers of a person's choices: the settings of its schema, or, when the schema is not installed, the
 * defaults, kept for as long as the program runs.  Main thread only.
 *
 * Signal: "changed" with the key as detail.
 */
G_DECLARE_FINAL_TYPE (AtlasPrefs, atlas_prefs, ATLAS, PREFS, GObject)

AtlasPrefs *atlas_prefs_new (void);

/* The keys are those of the schema; another key is a programming error. */
gboolean    atlas_prefs_get_boolean (AtlasPrefs *self,
                                     const char *key);
int         atlas_prefs_get_int (AtlasPrefs *self,
                                 const char *key);

/** atlas_prefs_get_string: Returns: (transfer full): the value. */
char       *atlas_prefs_get_string (AtlasPrefs *self,
                                    const char *key);
void        atlas_prefs_set_boolean (AtlasPrefs *self,
                                     const char *key,
                                     gboolean    value);
void        atlas_prefs_set_int (AtlasPrefs *self,
                                 const char *key,
                                 int         value);
void        atlas_prefs_set_string (AtlasPrefs *self,
                                    const char *key,
                                    const char *value);

G_END_DECLS
