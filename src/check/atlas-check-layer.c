/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasCheckLayer: a layer under the check, with what the rules look up in it.  Belongs to AtlasCheck; one thread. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static int
compare_number (gconstpointer a,
                gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

static void
note_skipped (AtlasCheckLayer *self)
{
  for (gsize i = 0; i < atlas_table_get_n_skipped (self->table); i++)
    {
      guint64 position = 0;

      atlas_table_get_skipped (self->table, i, &position);
      if (position > 0)
        g_array_append_val (self->skipped, position);
    }
  g_array_sort (self->skipped, compare_number);
}

AtlasCheckLayer *
_atlas_check_layer_new (AtlasCheck  *check,
                        const char  *name,
                        const char  *file,
                        AtlasTable  *table,
                        AtlasSchema *schema)
{
  AtlasCheckLayer *self = g_new0 (AtlasCheckLayer, 1);

  self->check = check;
  self->name = g_strdup (name);
  self->file = g_strdup (file);
  self->schema = schema != NULL ? atlas_schema_ref (schema) : NULL;
  self->name_field = -1;
  self->skipped = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->findings = g_ptr_array_new_with_free_func (_atlas_check_finding_free);
  self->more = g_array_new (FALSE, FALSE, sizeof (AtlasCheckMore));
  if (table == NULL)
    return self;
  self->table = atlas_table_ref (table);
  self->is_geojson = g_str_has_prefix (atlas_table_get_format (table), "GeoJSON");
  self->name_field = atlas_table_find_field (table, "name");
  self->invalid = g_new0 (guint8, atlas_table_get_n_features (table) + 1);
  self->report.n_features = atlas_table_get_n_features (table) + atlas_table_get_skipped_total (table);
  note_skipped (self);
  return self;
}

void
_atlas_check_layer_free (gpointer data)
{
  AtlasCheckLayer *self = data;

  g_free (self->name);
  g_free (self->file);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_clear_pointer (&self->schema, atlas_schema_unref);
  g_free (self->invalid);
  g_array_unref (self->skipped);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_hash_table_unref (self->rules);
  g_ptr_array_unref (self->findings);
  g_array_unref (self->more);
  g_free (self);
}

const char *
_atlas_check_get_id (AtlasCheckLayer *layer,
                     gsize            feature)
{
  return layer->has_no_ids ? NULL : atlas_table_get_id (layer->table, feature);
}

AtlasCheckLayer *
_atlas_check_find_layer (AtlasCheck *self,
                         const char *name)
{
  g_autoptr (GPtrArray) tables = NULL;
  g_autofree char *base = NULL, *path = NULL;
  AtlasCheckLayer *layer;

  for (guint i = 0; i < self->layers->len; i++)
    {
      layer = g_ptr_array_index (self->layers, i);
      if (g_str_equal (layer->name, name) && layer->table != NULL)
        return layer;
    }
  if (self->others == NULL)
    return NULL;
  base = g_strconcat (name, ".tai", NULL);
  path = g_build_filename (self->others, base, NULL);
  tables = atlas_table_open_file (path, NULL);
  if (tables == NULL || tables->len == 0)
    return NULL;
  layer = _atlas_check_layer_new (self, name, NULL, g_ptr_array_index (tables, 0), NULL);
  layer->is_other = TRUE;
  g_ptr_array_add (self->layers, layer);
  return layer;
}

gsize
_atlas_check_find_id (AtlasCheckLayer *layer,
                      const char      *id)
{
  gsize found;

  if (layer->by_id == NULL)
    {
      layer->by_id = g_hash_table_new (g_str_hash, g_str_equal);
      for (gsize i = atlas_table_get_n_features (layer->table); i > 0; i--)
        {
          const char *own = atlas_table_get_id (layer->table, i - 1);

          if (own != NULL)
            g_hash_table_insert (layer->by_id, (gpointer) own, GSIZE_TO_POINTER (i));
        }
    }
  found = GPOINTER_TO_SIZE (g_hash_table_lookup (layer->by_id, id));
  return found > 0 ? found - 1 : ATLAS_CHECK_LAYER;
}

guint64
_atlas_check_get_number (AtlasCheckLayer *layer,
                         gsize            feature)
{
  guint64 number = (guint64) feature + 1;

  for (guint i = 0; i < layer->skipped->len && g_array_index (layer->skipped, guint64, i) <= number; i++)
    number++;
  return number;
}

gsize
_atlas_check_get_feature (AtlasCheckLayer *layer,
                          guint64          number)
{
  guint64 before = 0;

  if (layer->table == NULL || number == 0)
    return ATLAS_CHECK_LAYER;
  for (; before < layer->skipped->len && g_array_index (layer->skipped, guint64, before) <= number; before++)
    if (g_array_index (layer->skipped, guint64, before) == number)
      return ATLAS_CHECK_LAYER;
  number -= before + 1;
  return number < atlas_table_get_n_features (layer->table) ? (gsize) number : ATLAS_CHECK_LAYER;
}

AtlasExtent
_atlas_check_get_area (AtlasCheckLayer *layer)
{
  /* With its seas. */
  const AtlasExtent china = { 73, 3, 136, 54 };

  return layer->schema != NULL ? atlas_schema_get_area (layer->schema) : china;
}

gboolean
_atlas_check_meets (AtlasCheckLayer            *layer,
                    gsize                       feature,
                    const AtlasSchemaCondition *condition)
{
  g_autofree char *value = NULL;
  int field;

  if (condition->field == NULL)
    return TRUE;
  field = atlas_table_find_field (layer->table, condition->field);
  if (field < 0)
    return FALSE;
  value = atlas_table_dup_value (layer->table, (guint) field, feature);
  return g_strcmp0 (value, condition->value) == 0;
}

void
_atlas_check_skipped (AtlasCheckLayer *layer)
{
  gsize listed = atlas_table_get_n_skipped (layer->table);

  for (gsize i = 0; i < listed; i++)
    {
      guint64 position = 0;
      const char *reason = atlas_table_get_skipped (layer->table, i, &position);

      _atlas_check_report_number (layer, ATLAS_SEVERITY_ERROR, "unreadable", position, NULL, NULL, reason);
    }
  /* The reader lists no more than these. */
  for (gsize i = listed; i < atlas_table_get_skipped_total (layer->table); i++)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "unreadable", ATLAS_CHECK_LAYER, NULL, NAN, NAN, "%s",
                         _("A feature cannot be read."));
}
