/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project for the commands: opened as the window opens it, but waited for.  Main thread. */

#include <glib/gi18n.h>

#include "app/atlas-command.h"
#include "project/atlas-project-file.h"

/* What is missing is no reason to draw nothing, but it is told. */
static void
tell_failures (AtlasProject *project)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      const GError *error = atlas_layer_get_error (layer);

      if (error != NULL)
        g_printerr (_("taihang-atlas: layer “%s” is left out. %s\n"), atlas_layer_get_title (layer), error->message);
    }
}

static void
on_complained (AtlasProject *project,
               AtlasLayer   *layer,
               const char   *text)
{
  g_printerr ("taihang-atlas: %s\n", text);
}

AtlasProject *
atlas_command_open_project (const char *path,
                            gboolean    trust,
                            gboolean    basemap,
                            GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (AtlasProjectFile) read = atlas_project_file_load (file, error);
  g_autoptr (AtlasProject) project = NULL;

  if (read == NULL)
    return NULL;
  if (atlas_project_file_is_newer (read))
    g_printerr ("%s", _("taihang-atlas: a later version of the program made this project; what this version understands of it is drawn.\n"));
  project = atlas_project_new ();
  if (!atlas_project_add_shipped (project, FALSE, error))
    return NULL;
  g_signal_connect (project, "complained", G_CALLBACK (on_complained), NULL);
  atlas_project_file_apply (read, project, trust);
  if (!basemap)
    atlas_project_set_basemap_visible (project, FALSE);
  while (atlas_project_is_busy (project))
    g_main_context_iteration (NULL, TRUE);
  tell_failures (project);
  return g_steal_pointer (&project);
}
