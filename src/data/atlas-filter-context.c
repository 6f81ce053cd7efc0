/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilterContext: names and the geometries that they mean.  Few, so a list.  Immutable: any thread. */

#include "data/atlas-filter-private.h"

typedef struct
{
  char                *name;
  AtlasFilterGeometry *geometry;
} Entry;

struct _AtlasFilterContext
{
  gatomicrefcount  ref_count;
  Entry           *entries;
  guint            n_entries;
};

AtlasFilterContext *
atlas_filter_context_ref (AtlasFilterContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_filter_context_unref (AtlasFilterContext *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_entries; i++)
    {
      g_free (self->entries[i].name);
      _atlas_filter_geometry_unref (self->entries[i].geometry);
    }
  g_free (self->entries);
  g_free (self);
}

/* A copy of @self with @geometry, which it takes, called @name. */
static AtlasFilterContext *
with (AtlasFilterContext  *self,
      const char          *name,
      AtlasFilterGeometry *geometry)
{
  AtlasFilterContext *copy = g_new0 (AtlasFilterContext, 1);
  const guint n = self != NULL ? self->n_entries : 0;

  g_atomic_ref_count_init (&copy->ref_count);
  copy->entries = g_new (Entry, n + 1);
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (self->entries[i].name, name))
      copy->entries[copy->n_entries++] = (Entry) { g_strdup (self->entries[i].name),
                                                   _atlas_filter_geometry_ref (self->entries[i].geometry) };
  copy->entries[copy->n_entries++] = (Entry) { g_strdup (name), geometry };
  return copy;
}

AtlasFilterContext *
atlas_filter_context_with_extent (AtlasFilterContext *self,
                                  const char         *name,
                                  const AtlasExtent  *extent)
{
  g_return_val_if_fail (name != NULL && extent != NULL, NULL);
  return with (self, name, _atlas_filter_geometry_new_box (extent));
}

AtlasFilterContext *
atlas_filter_context_with_parts (AtlasFilterContext *self,
                                 const char         *name,
                                 const AtlasPart    *parts,
                                 gsize               n_parts)
{
  g_return_val_if_fail (name != NULL, NULL);
  return with (self, name, _atlas_filter_geometry_new (parts, n_parts));
}

AtlasFilterContext *
atlas_filter_context_with_ring (AtlasFilterContext *self,
                                const char         *name,
                                const double       *coords,
                                gsize               n_vertices)
{
  const AtlasPart ring = { ATLAS_PART_RING, n_vertices, coords, NULL };

  return atlas_filter_context_with_parts (self, name, &ring, 1);
}

AtlasFilterContext *
atlas_filter_context_with_features (AtlasFilterContext *self,
                                    const char         *name,
                                    AtlasTable         *table,
                                    const guint32      *features,
                                    gsize               n)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (AtlasPart));

  g_return_val_if_fail (name != NULL && table != NULL, NULL);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < atlas_table_get_n_parts (table, features[i]); k++)
      {
        AtlasPart part;

        atlas_table_get_part (table, features[i], k, &part);
        g_array_append_val (parts, part);
      }
  return atlas_filter_context_with_parts (self, name, (const AtlasPart *) (gconstpointer) parts->data, parts->len);
}

AtlasFilterGeometry *
_atlas_filter_context_find (AtlasFilterContext *self,
                            const char         *name)
{
  for (guint i = 0; self != NULL && i < self->n_entries; i++)
    if (g_str_equal (self->entries[i].name, name))
      return self->entries[i].geometry;
  return NULL;
}

gboolean
atlas_filter_context_has (AtlasFilterContext *self,
                          const char         *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  return _atlas_filter_context_find (self, name) != NULL;
}
