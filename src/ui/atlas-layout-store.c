/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts stay with the project that they are of, as the JSON that its file holds.  Main thread. */

#include "ui/atlas-layout-store.h"

#define KEY "atlas-layouts"

static void
free_node (gpointer data)
{
  json_node_unref (data);
}

static JsonNode *
get_layouts (AtlasProject *project)
{
  return g_object_get_data (G_OBJECT (project), KEY);
}

static void
set_layouts (AtlasProject *project,
             JsonNode     *layouts)
{
  g_object_set_data_full (G_OBJECT (project), KEY, json_node_ref (layouts), free_node);
}

GPtrArray *
atlas_layout_store_load (AtlasProject *project)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_page_unref);
  JsonNode *layouts = get_layouts (project);
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

  for (guint i = 0; i < pages->len; i++)
    json_array_add_element (array, atlas_page_to_json (g_ptr_array_index (pages, i)));
  json_node_take_array (node, array);
  json_node_seal (node);
  set_layouts (project, node);
}
