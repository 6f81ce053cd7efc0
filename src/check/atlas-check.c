/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasCheck: takes layers, runs what there is to check over each, gives a report a layer.  Owns its layers, those that rules
 * look into among them, and the handle of GEOS.  One thread; broken files are read by the reader process, so that they cannot
 * harm this one. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-source.h"

static void
on_geos_message (const char *message,
                 void       *data)
{
  AtlasCheck *self = data;

  g_string_assign (self->geos_error, message);
}

AtlasCheck *
atlas_check_new (guint max_findings)
{
  AtlasCheck *self = g_new0 (AtlasCheck, 1);

  self->max_findings = max_findings;
  self->layers = g_ptr_array_new_with_free_func (_atlas_check_layer_free);
  self->geos_error = g_string_new (NULL);
  self->geos = GEOS_init_r ();
  /* Notices go the same way: nothing of GEOS is printed. */
  GEOSContext_setNoticeMessageHandler_r (self->geos, on_geos_message, self);
  GEOSContext_setErrorMessageHandler_r (self->geos, on_geos_message, self);
  return self;
}

void
atlas_check_free (AtlasCheck *self)
{
  g_ptr_array_unref (self->layers);
  g_string_free (self->geos_error, TRUE);
  GEOS_finish_r (self->geos);
  g_free (self->others);
  g_free (self);
}

void
atlas_check_set_others (AtlasCheck *self,
                        const char *folder)
{
  g_free (self->others);
  self->others = g_strdup (folder);
}

static AtlasCheckLayer *
add_layer (AtlasCheck  *self,
           const char  *name,
           const char  *file,
           AtlasTable  *table,
           AtlasSchema *schema)
{
  AtlasCheckLayer *layer = _atlas_check_layer_new (self, name, file, table, schema);

  g_ptr_array_add (self->layers, layer);
  return layer;
}

void
atlas_check_add_table (AtlasCheck  *self,
                       const char  *name,
                       AtlasTable  *table,
                       AtlasSchema *schema)
{
  g_return_if_fail (name != NULL && table != NULL);
  g_return_if_fail (self->n_checked == 0);

  add_layer (self, name, NULL, table, schema);
}

/* "/somewhere/scenic.geojson" → "scenic" */
static char *
dup_stem (const char *name)
{
  char *stem = g_strdup (name);
  char *dot = strrchr (stem, '.');

  if (dot != NULL && dot != stem)
    *dot = '\0';
  return stem;
}

static gboolean
is_json_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".geojson") || g_str_has_suffix (lower, ".json");
}

void
atlas_check_add_file (AtlasCheck  *self,
                      GFile       *file,
                      AtlasSchema *schema)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (base != NULL ? base : "?");
  g_autofree char *stem = dup_stem (shown);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->n_checked == 0);

  tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, &error);
  if (tables == NULL)
    {
      AtlasCheckLayer *layer = add_layer (self, schema != NULL ? atlas_schema_get_name (schema) : stem, shown, NULL, schema);

      _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "file", ATLAS_CHECK_LAYER, NULL, NAN, NAN, "%s", error->message);
      /* The text may tell why. */
      if (path != NULL && is_json_name (shown))
        _atlas_check_text (layer, path);
      return;
    }
  for (guint i = 0; i < tables->len; i++)
    {
      AtlasTable *table = g_ptr_array_index (tables, i);
      const char *name = tables->len > 1 ? atlas_table_get_name (table) : stem;
      AtlasSchema *own = schema != NULL ? schema : atlas_schema_find (name);
      AtlasCheckLayer *layer = add_layer (self, schema != NULL ? atlas_schema_get_name (schema) : name, shown, table, own);

      /* Of the formats that are JSON only this one has the members that are looked for. */
      if (path != NULL && g_str_equal (atlas_table_get_format (table), "GeoJSON"))
        _atlas_check_text (layer, path);
    }
}

static int
compare_layers (gconstpointer a,
                gconstpointer b)
{
  const AtlasCheckLayer *x = *(AtlasCheckLayer *const *) a, *y = *(AtlasCheckLayer *const *) b;
  int order = strcmp (x->name, y->name);

  return order != 0 ? order : g_strcmp0 (x->file, y->file);
}

void
atlas_check_run (AtlasCheck *self)
{
  g_return_if_fail (self->n_checked == 0);

  g_ptr_array_sort (self->layers, compare_layers);
  self->n_checked = self->layers->len;
  for (guint i = 0; i < self->n_checked; i++)
    {
      AtlasCheckLayer *layer = g_ptr_array_index (self->layers, i);

      if (layer->table != NULL)
        {
          _atlas_check_skipped (layer);
          _atlas_check_values (layer);
          _atlas_check_geometry (layer);
          _atlas_check_twice (layer);
          _atlas_check_rules (layer);
        }
      _atlas_check_finish_findings (layer);
    }
}

guint
atlas_check_get_n_reports (AtlasCheck *self)
{
  return self->n_checked;
}

const AtlasCheckReport *
atlas_check_get_report (AtlasCheck *self,
                        guint       index)
{
  const AtlasCheckLayer *layer;

  g_return_val_if_fail (index < self->n_checked, NULL);
  layer = g_ptr_array_index (self->layers, index);
  return &layer->report;
}

guint64
atlas_check_get_count (AtlasCheck    *self,
                       AtlasSeverity  severity)
{
  guint64 count = 0;

  g_return_val_if_fail (severity < ATLAS_N_SEVERITIES, 0);
  for (guint i = 0; i < self->n_checked; i++)
    count += atlas_check_get_report (self, i)->counts[severity];
  return count;
}
