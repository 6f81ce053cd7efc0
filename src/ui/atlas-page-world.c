/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPageWorld: a snapshot of what pages are made of, so that workers make them while the window goes on changing.  Made in the
 * main thread, read in any. */

#include "ui/atlas-page-world.h"

#include "data/atlas-locale.h"

struct _AtlasPageWorld
{
  gatomicrefcount  ref_count;
  AtlasScene      *scene;
  AtlasPageContext context;
};

/* The extent of all that is selected and shown. */
static AtlasExtent
get_selection (AtlasProject *project)
{
  AtlasExtent extent = atlas_extent_empty ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasFeatureSet *selection = atlas_layer_get_selection (layer);
      AtlasTable *table = atlas_layer_get_table (layer);

      if (selection == NULL || table == NULL)
        continue;
      for (gsize k = atlas_feature_set_next (selection, 0); k != G_MAXSIZE; k = atlas_feature_set_next (selection, k + 1))
        {
          const AtlasExtent one = atlas_table_get_feature_extent (table, k);

          if (!atlas_extent_is_empty (&one) && atlas_table_is_shown (table, k))
            atlas_extent_add (&extent, &one);
        }
    }
  return extent;
}

AtlasPageWorld *
atlas_page_world_new (AtlasProject      *project,
                      const AtlasExtent *view)
{
  AtlasPageWorld *self;

  g_return_val_if_fail (ATLAS_IS_PROJECT (project) && view != NULL, NULL);
  self = g_new (AtlasPageWorld, 1);
  *self = (AtlasPageWorld) { .scene = atlas_scene_new (project), .context = ATLAS_PAGE_CONTEXT_INIT };
  g_atomic_ref_count_init (&self->ref_count);
  self->context.chinese = atlas_locale_is_chinese ();
  self->context.home = atlas_project_get_home (project);
  self->context.view = *view;
  self->context.selection = get_selection (project);
  return self;
}

AtlasPageWorld *
atlas_page_world_ref (AtlasPageWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_page_world_unref (AtlasPageWorld *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  atlas_scene_unref (self->scene);
  g_free (self);
}

AtlasScene *
atlas_page_world_get_scene (AtlasPageWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->scene;
}

const AtlasPageContext *
atlas_page_world_get_context (AtlasPageWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->context;
}

AtlasSheet *
atlas_page_world_dup_sheet (AtlasPageWorld  *self,
                            AtlasPage       *page,
                            GCancellable    *cancellable,
                            GError         **error)
{
  g_return_val_if_fail (self != NULL && page != NULL, NULL);
  return atlas_page_sheet_new (page, self->scene, &self->context, cancellable, error);
}
