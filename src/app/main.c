/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: a command without a display, or the window.  Exit status: 0 done, 1 failed, 2 wrong use. */

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/atlas-application.h"
#include "app/atlas-commands.h"
#include "app/atlas-renderer.h"
#include "config.h"
#include "data/atlas-paths.h"

#define EXIT_USAGE 2

static void
set_up_locale (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, atlas_paths_get_locale ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static void
print_help (void)
{
  g_print ("%s",
           _("Taihang Atlas: explore and look up the maps of Changzhi\n"
             "\n"
             "Usage:\n"
             "  taihang-atlas [FILE…]            open the window, and files as layers on top\n"
             "  taihang-atlas info FILE          say what is in a file\n"
             "  taihang-atlas render [FILE…] -o OUT.png\n"
             "                                   draw the map into a picture\n"
             "  taihang-atlas identify [FILE…] --at LON,LAT\n"
             "                                   say what lies at a place\n"
             "  taihang-atlas check FILE…        say what is wrong with layers\n"
             "  taihang-atlas search QUERY [FILE…]\n"
             "                                   look up names, pinyin, coordinates\n"
             "  taihang-atlas COMMAND --help     the options of a command\n"
             "\n"
             "Options:\n"
             "  -h, --help                       this text\n"
             "  --version                        the version\n"
             "  --                               what follows are files, not options\n"
             "\n"
             "Files: GeoJSON, TopoJSON, KML, GPX, GML, Shapefile, GeoPackage, FlatGeobuf, CSV\n"
             "Exit status: 0 done, 1 failed, 2 wrong use.\n"));
}

/* Answers options and refuses wrong ones; -1: go on with the window. */
static int
handle_options (int   *argc,
                char **argv)
{
  int kept = 1, i;

  for (i = 1; i < *argc; i++)
    {
      if (g_str_equal (argv[i], "--"))
        {
          i++;
          break;
        }
      if (g_str_equal (argv[i], "--help") || g_str_equal (argv[i], "-h"))
        {
          print_help ();
          return EXIT_SUCCESS;
        }
      if (g_str_equal (argv[i], "--version"))
        {
          g_print ("taihang-atlas %s\n", PACKAGE_VERSION);
          return EXIT_SUCCESS;
        }
      if (argv[i][0] == '-' && argv[i][1] != '\0')
        {
          g_printerr (_("taihang-atlas: there is no option “%s”. Try “taihang-atlas --help”.\n"), argv[i]);
          return EXIT_USAGE;
        }
      argv[kept++] = argv[i];
    }
  while (i < *argc)
    argv[kept++] = argv[i++];
  argv[kept] = NULL;
  *argc = kept;
  return -1;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AtlasApplication) application = NULL;
  g_auto (GStrv) arguments = NULL;
  int status;

  set_up_locale ();
  if (argc > 1 && atlas_commands_has (argv[1]))
    return atlas_commands_run (argc, argv);

  status = handle_options (&argc, argv);
  if (status >= 0)
    return status;

  g_set_prgname (APP_ID);
  g_set_application_name (_("Taihang Atlas"));
  atlas_renderer_choose ();
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("taihang-atlas: no display could be opened, so there is no place for a window. "
                            "The commands info, render, identify, check and search need none; see “taihang-atlas --help”."));
      return EXIT_FAILURE;
    }
  /* The options are done with: after “--” GApplication takes everything as a file. */
  arguments = g_new0 (char *, argc + 2);
  arguments[0] = g_strdup (argv[0]);
  arguments[1] = g_strdup ("--");
  for (int i = 1; i < argc; i++)
    arguments[i + 1] = g_strdup (argv[i]);
  application = atlas_application_new (g_strcmp0 (g_getenv ("ATLAS_BENCH"), "launch") == 0);
  return g_application_run (G_APPLICATION (application), argc + 1, arguments);
}
