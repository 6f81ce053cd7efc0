/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts stay with the project that they are of, as the JSON that its file holds.  Main thread. */

#include "ui/atlas-layout-store.h"

#include "project/atlas-project-work.h"

GPtrArray *
atlas_layout_store_load (AtlasProject *project)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_page_unref);
  JsonNode *layouts = atlas_project_get_layouts (project);
  JsonArray *array = layouts != NULL && JSON_NODE_HOLDS_ARRAY (layouts) ? json_node_get_array (layouts) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (GError) error = NULL;
      AtlasPage *page = atlas_page_new_from_json (json_array_get_element (array, i), &error);

      if (page != NULL)
        g_ptr_array_add (pages, page);
      else
        g_message ("a layout of the project cannot be read: %s", error->message);
    }
  return pages;
}

void
atlas_layout_store_save (AtlasProject *project,
                         GPtrArray    *pages)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  JsonNode *before;

  for (guint i = 0; i < pages->len; i++)
    json_array_add_element (array, atlas_page_to_json (g_ptr_array_index (pages, i)));
  json_node_take_array (node, array);
  before = atlas_project_get_layouts (project);
  /* Looking at a layout is no change of the project. */
  if (before == NULL || !json_node_equal (before, node))
    atlas_project_set_layouts (project, node);
}
