/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project holds beside its layers: title, view, bookmarks, journeys, layouts.  Main thread. */

#include "project/atlas-project-file-private.h"

void
_atlas_bookmark_free (gpointer data)
{
  AtlasBookmark *self = data;

  g_free (self->name);
  g_clear_pointer (&self->more, json_object_unref);
  g_free (self);
}

void
_atlas_project_init_work (AtlasProject *self)
{
  self->bookmarks = g_ptr_array_new_with_free_func (_atlas_bookmark_free);
  self->journeys = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_journey_free);
}

void
_atlas_project_clear_work (AtlasProject *self)
{
  g_clear_pointer (&self->title, g_free);
  self->has_view = FALSE;
  g_ptr_array_set_size (self->bookmarks, 0);
  g_ptr_array_set_size (self->journeys, 0);
  g_clear_pointer (&self->layouts, json_node_unref);
  g_clear_pointer (&self->more, json_object_unref);
}

static void
changed (AtlasProject *self)
{
  g_signal_emit_by_name (self, "work-changed");
}

const char *
atlas_project_get_title (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), NULL);
  return self->title;
}

void
atlas_project_set_title (AtlasProject *self,
                         const char   *title)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self));
  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  changed (self);
}

gboolean
atlas_project_get_view (AtlasProject     *self,
                        AtlasProjectView *view)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self) && view != NULL, FALSE);
  *view = self->view;
  return self->has_view;
}

void
atlas_project_set_view (AtlasProject           *self,
                        const AtlasProjectView *view)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self));
  self->has_view = view != NULL;
  if (view != NULL)
    self->view = *view;
}

guint
atlas_project_get_n_bookmarks (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), 0);
  return self->bookmarks->len;
}

const AtlasBookmark *
atlas_project_get_bookmark (AtlasProject *self,
                            guint         index)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self) && index < self->bookmarks->len, NULL);
  return g_ptr_array_index (self->bookmarks, index);
}

void
atlas_project_add_bookmark (AtlasProject           *self,
                            const char             *name,
                            const AtlasProjectView *view)
{
  AtlasBookmark *bookmark;

  g_return_if_fail (ATLAS_IS_PROJECT (self) && name != NULL && view != NULL);
  bookmark = g_new0 (AtlasBookmark, 1);
  bookmark->name = g_strdup (name);
  bookmark->view = *view;
  g_ptr_array_add (self->bookmarks, bookmark);
  changed (self);
}

void
atlas_project_rename_bookmark (AtlasProject *self,
                               guint         index,
                               const char   *name)
{
  AtlasBookmark *bookmark;
  char *copy;

  g_return_if_fail (ATLAS_IS_PROJECT (self) && index < self->bookmarks->len && name != NULL);
  bookmark = g_ptr_array_index (self->bookmarks, index);
  if (g_str_equal (bookmark->name, name))
    return;
  copy = g_strdup (name);
  g_free (bookmark->name);
  bookmark->name = copy;
  changed (self);
}

void
atlas_project_remove_bookmark (AtlasProject *self,
                               guint         index)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self) && index < self->bookmarks->len);
  g_ptr_array_remove_index (self->bookmarks, index);
  changed (self);
}

guint
atlas_project_get_n_journeys (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), 0);
  return self->journeys->len;
}

const AtlasJourney *
atlas_project_get_journey (AtlasProject *self,
                           guint         index)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self) && index < self->journeys->len, NULL);
  return g_ptr_array_index (self->journeys, index);
}

void
atlas_project_set_journey (AtlasProject *self,
                           guint         index,
                           AtlasJourney *journey)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self) && index <= self->journeys->len);
  if (journey == NULL && index == self->journeys->len)
    return;
  if (index < self->journeys->len)
    g_ptr_array_remove_index (self->journeys, index);
  if (journey != NULL)
    g_ptr_array_insert (self->journeys, (int) index, journey);
  changed (self);
}

JsonNode *
atlas_project_get_layouts (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), NULL);
  return self->layouts;
}

void
atlas_project_set_layouts (AtlasProject *self,
                           JsonNode     *layouts)
{
  JsonNode *copy;

  g_return_if_fail (ATLAS_IS_PROJECT (self) && (layouts == NULL || JSON_NODE_HOLDS_ARRAY (layouts)));
  copy = layouts != NULL ? json_node_copy (layouts) : NULL;
  g_clear_pointer (&self->layouts, json_node_unref);
  self->layouts = copy;
  changed (self);
}
