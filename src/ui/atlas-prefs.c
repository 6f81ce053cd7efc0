/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPrefs: settings that never abort the program.  GSettings ends the process when its schema is not there, which is no
 * answer for somebody who copied the program from a build folder; then the defaults hold, in memory.  Main thread. */

#include "ui/atlas-prefs.h"

#include "config.h"
#include "data/atlas-paths.h"

struct _AtlasPrefs
{
  GObject     parent_instance;
  GSettings  *settings;         /* (nullable): no schema */
  GHashTable *memory;           /* key → GVariant, when there are no settings */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (AtlasPrefs, atlas_prefs, G_TYPE_OBJECT)

static void
on_changed (AtlasPrefs *self,
            const char *key)
{
  g_signal_emit (self, changed_signal, g_quark_from_string (key), key);
}

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (atlas_paths_get_schemas () != NULL)
    own = g_settings_schema_source_new_from_directory (atlas_paths_get_schemas (), system, TRUE, NULL);
  if (own != NULL)
    schema = g_settings_schema_source_lookup (own, APP_ID, TRUE);
  else if (system != NULL)
    schema = g_settings_schema_source_lookup (system, APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
keep (AtlasPrefs *self,
      const char *key,
      GVariant   *value)
{
  g_hash_table_replace (self->memory, g_strdup (key), g_variant_ref_sink (value));
}

static void
atlas_prefs_finalize (GObject *object)
{
  AtlasPrefs *self = ATLAS_PREFS (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  G_OBJECT_CLASS (atlas_prefs_parent_class)->finalize (object);
}

static void
atlas_prefs_class_init (AtlasPrefsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_prefs_finalize;
  changed_signal = g_signal_new ("changed", ATLAS_TYPE_PREFS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
atlas_prefs_init (AtlasPrefs *self)
{
  self->settings = open_settings ();
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
      return;
    }
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  keep (self, "window-width", g_variant_new_int32 (1280));
  keep (self, "window-height", g_variant_new_int32 (800));
  keep (self, "window-maximized", g_variant_new_boolean (FALSE));
  keep (self, "sidebar-visible", g_variant_new_boolean (TRUE));
  keep (self, "legend-open", g_variant_new_boolean (FALSE));
  keep (self, "legend-in-view", g_variant_new_boolean (TRUE));
  keep (self, "last-folder", g_variant_new_string (""));
  keep (self, "trusted-projects", g_variant_new_string (""));
  keep (self, "color-scheme", g_variant_new_string ("system"));
  keep (self, "measure-length-unit", g_variant_new_string ("auto"));
  keep (self, "measure-area-unit", g_variant_new_string ("auto"));
}

AtlasPrefs *
atlas_prefs_new (void)
{
  return g_object_new (ATLAS_TYPE_PREFS, NULL);
}

static GVariant *
get_value (AtlasPrefs *self,
           const char *key)
{
  if (self->settings != NULL)
    return g_settings_get_value (self->settings, key);
  return g_variant_ref (g_hash_table_lookup (self->memory, key));
}

static void
set_value (AtlasPrefs *self,
           const char *key,
           GVariant   *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);
  g_autoptr (GVariant) old = get_value (self, key);

  if (g_variant_equal (old, sunk))
    return;
  if (self->settings != NULL)
    {
      g_settings_set_value (self->settings, key, sunk);
      return;
    }
  keep (self, key, sunk);
  on_changed (self, key);
}

gboolean
atlas_prefs_get_boolean (AtlasPrefs *self,
                         const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_get_boolean (value);
}

int
atlas_prefs_get_int (AtlasPrefs *self,
                     const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_get_int32 (value);
}

char *
atlas_prefs_get_string (AtlasPrefs *self,
                        const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_dup_string (value, NULL);
}

void
atlas_prefs_set_boolean (AtlasPrefs *self,
                         const char *key,
                         gboolean    value)
{
  set_value (self, key, g_variant_new_boolean (value));
}

void
atlas_prefs_set_int (AtlasPrefs *self,
                     const char *key,
                     int         value)
{
  set_value (self, key, g_variant_new_int32 (value));
}

void
atlas_prefs_set_string (AtlasPrefs *self,
                        const char *key,
                        const char *value)
{
  set_value (self, key, g_variant_new_string (value));
}
