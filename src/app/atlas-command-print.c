/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `print`: the map on paper, as PDF, picture or SVG.  The files are read and the page is described here in the main thread; a worker
 * makes and writes it, so that a person who stops the program (Ctrl+C) finds the old file and nothing else. */

#include "app/atlas-command-road.h"

#include "data/atlas-locale.h"
#include "layout/atlas-page-sheet.h"
#include "layout/atlas-page-template.h"
#include "layout/atlas-print.h"
#include "layout/atlas-series.h"
#include "project/atlas-project-work.h"
#include "project/atlas-trip.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char    *output;
  char    *paper;
  gboolean landscape;
  char    *scale;
  char    *center;
  char    *extent;
  char    *fit;
  char    *crs;
  char    *template;
  char    *title;
  char    *review;
  char    *layers;
  char    *project;
  gboolean trust;
  char    *atlas;
  char    *strip;
  gboolean road_book;
  double   dpi;
  GStrv    files;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  g_free (self->paper);
  g_free (self->scale);
  g_free (self->center);
  g_free (self->extent);
  g_free (self->fit);
  g_free (self->crs);
  g_free (self->template);
  g_free (self->title);
  g_free (self->review);
  g_free (self->layers);
  g_free (self->project);
  g_free (self->atlas);
  g_free (self->strip);
  g_strfreev (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/** What is printed. */
typedef struct
{
  AtlasPage        *page;
  AtlasScene       *scene;
  AtlasSeries      *series;      /* NULL: the page alone */
  AtlasPageContext  context;
  double            scale;       /* NaN: the map fits */
  double            center[2];   /* NaN: by the extent */
  AtlasExtent       extent;      /* empty: the home */
} Job;

static void
job_clear (Job *self)
{
  g_clear_pointer (&self->page, atlas_page_unref);
  g_clear_pointer (&self->scene, atlas_scene_unref);
  g_clear_pointer (&self->series, atlas_series_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/** The worker's, and what the main thread waits for. */
typedef struct
{
  Job          *job;
  GFile        *file;
  double        dpi;
  GCancellable *cancellable;
  GMainLoop    *loop;
  GError       *error;
} Work;

/* "50000" or "1:50000". */
static gboolean
parse_scale (const char *text,
             double     *scale)
{
  char *end;

  if (g_str_has_prefix (text, "1:"))
    text += 2;
  *scale = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*scale) && *scale > 0.0;
}

static int
check_place (const Options *options,
             Job           *job)
{
  double numbers[4];

  if ((options->center != NULL) + (options->extent != NULL) + (options->fit != NULL) > 1)
    return atlas_command_wrong_use ("print", "%s", _("Give one of --center, --extent and --fit."));
  if (options->scale != NULL && !parse_scale (options->scale, &job->scale))
    return atlas_command_wrong_use ("print", _("“%s” is no scale: give its denominator, such as 50000 for 1:50 000."), options->scale);
  if (options->center != NULL)
    {
      if (!atlas_command_parse_numbers (options->center, 2, numbers) || fabs (numbers[0]) > 180 || fabs (numbers[1]) > 90)
        return atlas_command_wrong_use ("print", _("“%s” is not a place: give longitude and latitude in degrees, such as 113.1,36.2."), options->center);
      if (options->scale == NULL)
        return atlas_command_wrong_use ("print", "%s", _("--center needs --scale, such as 50000 for 1:50 000."));
      memcpy (job->center, numbers, sizeof job->center);
    }
  if (options->extent != NULL)
    {
      if (!atlas_command_parse_numbers (options->extent, 4, numbers) || fabs (numbers[0]) > 180 || fabs (numbers[2]) > 180
          || fabs (numbers[1]) > 90 || fabs (numbers[3]) > 90 || numbers[0] >= numbers[2] || numbers[1] >= numbers[3])
        return atlas_command_wrong_use ("print", _("“%s” is not an extent: give west,south,east,north in degrees."), options->extent);
      job->extent = (AtlasExtent){ numbers[0], numbers[1], numbers[2], numbers[3] };
    }
  return EXIT_SUCCESS;
}

/* What runs along a line wants a table beside its map. */
static const char *
get_template (const Options *options)
{
  if (options->template != NULL)
    return options->template;
  return options->strip != NULL || options->road_book ? "roadbook" : "sheet";
}

/* What is wrong with the options is said before a file is read. */
static int
check_options (const Options *options,
               Job           *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  double width, height;
  int status;

  if (options->output == NULL)
    return atlas_command_wrong_use ("print", "%s", _("“print” needs a file to write: -o out.pdf."));
  file = g_file_new_for_commandline_arg (options->output);
  if (atlas_print_format_of (file, &error) == ATLAS_PRINT_BY_SUFFIX)
    return atlas_command_wrong_use ("print", "%s", error->message);
  if (!(options->dpi >= ATLAS_PRINT_LEAST_DPI && options->dpi <= ATLAS_PRINT_MOST_DPI))
    return atlas_command_wrong_use ("print", _("--dpi is a number of dots an inch from %.0f to %.0f."), ATLAS_PRINT_LEAST_DPI,
                                    ATLAS_PRINT_MOST_DPI);
  if ((options->atlas != NULL) + (options->strip != NULL) + options->road_book > 1)
    return atlas_command_wrong_use ("print", "%s", _("Give one of --atlas, --strip and --road-book."));
  if (options->road_book && options->project == NULL)
    return atlas_command_wrong_use ("print", "%s", _("--road-book needs --project: the journey is the project's."));
  if (options->project != NULL && options->files != NULL)
    return atlas_command_wrong_use ("print", "%s", _("Give files or a project, not both."));
  status = check_place (options, job);
  if (status != EXIT_SUCCESS)
    return status;
  if (options->crs != NULL && (crs = atlas_crs_new (options->crs, &error)) == NULL)
    return atlas_command_wrong_use ("print", "%s", error->message);

  if (!atlas_paper_parse (options->paper != NULL ? options->paper : "a4", &width, &height, &error))
    return atlas_command_wrong_use ("print", "%s", error->message);
  if (options->landscape && width < height)
    {
      const double across = width;

      width = height;
      height = across;
    }
  job->page = atlas_page_new_from_template (get_template (options), width, height, &error);
  if (job->page == NULL)
    return atlas_command_wrong_use ("print", "%s", error->message);
  if (options->title != NULL)
    atlas_page_set_title (job->page, options->title);
  if (options->review != NULL)
    atlas_page_set_field (job->page, "review", options->review);
  if (crs != NULL)
    atlas_page_set_text (job->page, atlas_page_get_main_map (job->page), "crs", atlas_crs_get_code (crs));
  return EXIT_SUCCESS;
}

static gboolean
is_called (AtlasLayer *layer,
           const char *name)
{
  AtlasTable *table = atlas_layer_get_table (layer);

  return strcmp (atlas_layer_get_id (layer), name) == 0 || strcmp (atlas_layer_get_title (layer), name) == 0
         || (table != NULL && g_strcmp0 (atlas_table_get_name (table), name) == 0);
}

static AtlasLayer *
find_layer (AtlasProject *project,
            const char   *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      /* The project keeps it. */
      if (is_called (layer, name))
        return layer;
    }
  /* Counties and the like are the ground's. */
  for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
    if (is_called (atlas_project_get_ground (project, i), name))
      return atlas_project_get_ground (project, i);
  return NULL;
}

static AtlasLayer *
need_layer (AtlasProject  *project,
            const char    *name,
            GError       **error)
{
  AtlasLayer *layer = find_layer (project, name);
  g_autoptr (GString) names = NULL;

  if (layer != NULL)
    return layer;
  names = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) other = g_list_model_get_item (G_LIST_MODEL (project), i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", atlas_layer_get_id (other));
    }
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _("There is no layer “%s”; there are: %s."), name, names->str);
  return NULL;
}

/* Shows these layers alone, the ground aside. */
static gboolean
choose_layers (AtlasProject  *project,
               const char    *list,
               GError       **error)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      atlas_layer_set_visible (layer, FALSE);
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      AtlasLayer *layer = need_layer (project, g_strstrip (names[i]), error);

      if (layer == NULL)
        return FALSE;
      atlas_layer_set_visible (layer, TRUE);
    }
  return TRUE;
}

static gboolean
fit_layer (Job           *job,
           AtlasProject  *project,
           const char    *name,
           GError       **error)
{
  AtlasLayer *layer = need_layer (project, name, error);

  if (layer == NULL)
    return FALSE;
  job->extent = atlas_table_get_extent (atlas_layer_get_table (layer));
  if (!atlas_extent_is_empty (&job->extent))
    return TRUE;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _("The layer “%s” is empty: there is nothing to fit the map to."), name);
  return FALSE;
}

/* Tells the map where it is.  Without a word it shows its home at a standard scale. */
static void
place_map (Job *job)
{
  const char *map = atlas_page_get_main_map (job->page);
  const AtlasExtent *extent = atlas_extent_is_empty (&job->extent) ? &job->context.home : &job->extent;

  if (map == NULL)
    return;
  if (isnan (job->scale))
    {
      if (!atlas_extent_is_empty (&job->extent))
        atlas_page_fit_map (job->page, map, &job->extent, TRUE);
      return;
    }
  if (isnan (job->center[0]))
    {
      job->center[0] = (extent->west + extent->east) / 2.0;
      job->center[1] = (extent->south + extent->north) / 2.0;
    }
  atlas_page_place_map (job->page, map, job->center[0], job->center[1], job->scale, 0.0);
}

static gboolean
make_strip (Job                 *job,
            const Options       *options,
            AtlasSeriesOptions  *series,
            GError             **error)
{
  g_autoptr (AtlasChainage) road = atlas_command_open_road (error);
  g_autoptr (AtlasRouteLine) line = road != NULL ? atlas_chainage_find (road, options->strip, error) : NULL;

  if (line == NULL)
    return FALSE;
  job->series = atlas_series_new_strip (job->page, job->scene, &job->context, line, options->title != NULL ? options->title : options->strip,
                                        series, NULL, error);
  return job->series != NULL;
}

static gboolean
make_road_book (Job                 *job,
                AtlasProject        *project,
                AtlasSeriesOptions  *series,
                GError             **error)
{
  const AtlasJourney *journey = atlas_project_get_n_journeys (project) > 0 ? atlas_project_get_journey (project, 0) : NULL;
  g_autoptr (AtlasTripQuery) query = NULL;
  g_autoptr (AtlasTrip) trip = NULL;

  if (journey == NULL || journey->itinerary == NULL)
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
                           _("The project has no journey with stops: plan one in the road panel and save the project."));
      return FALSE;
    }
  query = atlas_journey_new_query (journey, project);
  for (gsize i = 0; i < series->n_along; i++)
    atlas_trip_query_add_layer (query, series->along[i].table, series->along[i].name, NULL);
  trip = atlas_trip_new (query, NULL, error);
  if (trip == NULL)
    return FALSE;
  if (trip->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trip->error));
      return FALSE;
    }
  job->series = atlas_series_new_road_book (job->page, job->scene, &job->context, journey->itinerary, trip->line, series, NULL, error);
  return job->series != NULL;
}

/* Many pages after the one, when they are asked for. */
static gboolean
make_series (Job            *job,
             const Options  *options,
             AtlasProject   *project,
             GError        **error)
{
  g_autoptr (GArray) along = atlas_journey_usual_layers (project);
  AtlasSeriesOptions series = ATLAS_SERIES_OPTIONS_INIT;
  AtlasLayer *layer;

  series.scale = isnan (job->scale) ? 0.0 : job->scale;
  series.along = (const AtlasAlongLayer *) (gpointer) along->data;
  series.n_along = along->len;
  if (options->strip != NULL)
    return make_strip (job, options, &series, error);
  if (options->road_book)
    return make_road_book (job, project, &series, error);
  if (options->atlas == NULL)
    return TRUE;
  layer = need_layer (project, options->atlas, error);
  if (layer != NULL)
    job->series = atlas_series_new_atlas (job->page, job->scene, &job->context, atlas_layer_get_table (layer),
                                          atlas_layer_get_title (layer), &series, NULL, error);
  return job->series != NULL;
}

/* A project is printed where it was left, when nothing else is said. */
static void
take_saved_view (Job          *job,
                 AtlasProject *project)
{
  AtlasProjectView saved;
  AtlasView view = { .width = 1280, .height = 800, .scale = 1.0 };

  if (!isnan (job->center[0]) || !atlas_extent_is_empty (&job->extent) || !atlas_project_get_view (project, &saved))
    return;
  view.lon = saved.lon;
  view.lat = saved.lat;
  view.zoom = saved.zoom;
  job->extent = atlas_view_get_extent (&view, 0.0);
}

static gboolean
prepare (Job            *job,
         const Options  *options,
         GError        **error)
{
  g_autoptr (AtlasProject) project = options->project != NULL ? atlas_command_open_project (options->project, options->trust, TRUE, error)
                                                              : atlas_command_load_project (options->files, TRUE, error);
  const gboolean own = options->files != NULL || options->project != NULL;

  if (project == NULL || (options->fit != NULL && !fit_layer (job, project, options->fit, error))
      || (options->layers != NULL && !choose_layers (project, options->layers, error)))
    return FALSE;
  if (options->project != NULL)
    take_saved_view (job, project);
  job->context.home = own ? atlas_command_get_extent (project) : atlas_project_get_home (project);
  if (atlas_extent_is_empty (&job->context.home))
    {
      if (options->files != NULL && options->center == NULL && options->extent == NULL && options->fit == NULL)
        {
          g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
                       _("“%s” is empty: there is nothing to fit the map to.  Say where with --center, --extent or --fit."), options->files[0]);
          return FALSE;
        }
      job->context.home = atlas_project_get_home (project);
    }
  job->context.chinese = atlas_locale_is_chinese ();
  job->scene = atlas_scene_new (project);
  place_map (job);
  return make_series (job, options, project, error);
}

static AtlasSheet *
make_sheet (guint          index,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;

  if (job->series != NULL)
    return atlas_series_make (index, job->series, cancellable, error);
  return atlas_page_sheet_new (job->page, job->scene, &job->context, cancellable, error);
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
run_work (gpointer data)
{
  Work *work = data;
  const char *title = atlas_page_get_title (work->job->page);
  const AtlasPrintJob job = { .n_pages = work->job->series != NULL ? atlas_series_get_n_pages (work->job->series) : 1,
                              .make = make_sheet,
                              .data = work->job,
                              .title = *title != '\0' ? title : atlas_page_get_name (work->job->page),
                              .author = atlas_page_get_field (work->job->page, "maker") };
  const AtlasPrintOptions options = { .dpi = work->dpi };

  atlas_print_write (&job, work->file, &options, work->cancellable, &work->error);
  /* From the loop itself, which may not run yet. */
  g_idle_add (quit, work->loop);
  return NULL;
}

static gboolean
on_signal (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
print (Job            *job,
       const Options  *options,
       GError        **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (options->output);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Work work = { .job = job, .file = file, .dpi = options->dpi, .cancellable = cancellable, .loop = loop };
  const guint sources[] = { g_unix_signal_add (SIGINT, on_signal, cancellable), g_unix_signal_add (SIGTERM, on_signal, cancellable) };
  GThread *thread = g_thread_new ("print", run_work, &work);

  g_main_loop_run (loop);
  g_thread_join (thread);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  if (work.error == NULL)
    return TRUE;
  g_propagate_error (error, work.error);
  return FALSE;
}

int
atlas_command_print (int    argc,
                     char **argv)
{
  g_auto (Options) options = { .dpi = ATLAS_PRINT_DPI };
  g_auto (Job) job = { .context = ATLAS_PAGE_CONTEXT_INIT, .scale = NAN, .center = { NAN, NAN } };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("The file to write: .pdf, .png, .tif or .svg"), N_("OUT.pdf") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, N_("a4 (default) to a0, or millimetres such as 400x300"), N_("PAPER") },
    { "landscape", 0, 0, G_OPTION_ARG_NONE, &options.landscape, N_("Lay the paper on its long side"), NULL },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &options.scale, N_("50000 for 1:50 000; without it a standard scale that fits"), N_("N") },
    { "center", 0, 0, G_OPTION_ARG_STRING, &options.center, N_("The middle of the map, in degrees"), N_("LON,LAT") },
    { "extent", 0, 0, G_OPTION_ARG_STRING, &options.extent, N_("What to show, in degrees"), N_("W,S,E,N") },
    { "fit", 0, 0, G_OPTION_ARG_STRING, &options.fit, N_("Show all of a layer"), N_("LAYER") },
    { "crs", 0, 0, G_OPTION_ARG_STRING, &options.crs, N_("The system that the map is drawn in; without it the 3° zone of its middle"), N_("EPSG:4547") },
    { "template", 0, 0, G_OPTION_ARG_STRING, &options.template, N_("sheet (default), plain, overview or roadbook"), N_("NAME") },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options.title, N_("The map's title"), N_("TITLE") },
    { "review-number", 0, 0, G_OPTION_ARG_STRING, &options.review, N_("The number under which the map was reviewed"), N_("NUMBER") },
    { "layers", 0, 0, G_OPTION_ARG_STRING, &options.layers, N_("Show only these layers above the ground"), N_("LAYER,…") },
    { "project", 0, 0, G_OPTION_ARG_FILENAME, &options.project, N_("Print a project: its layers, as they were left, and its view"), N_("FILE.atlas") },
    { "trust", 0, 0, G_OPTION_ARG_NONE, &options.trust, N_("Let the project read files outside of its folder"), NULL },
    { "atlas", 0, 0, G_OPTION_ARG_STRING, &options.atlas, N_("A page for each feature of a layer"), N_("LAYER") },
    { "strip", 0, 0, G_OPTION_ARG_STRING, &options.strip, N_("Pages turned along a segment of the road"), N_("SEGMENT") },
    { "road-book", 0, 0, G_OPTION_ARG_NONE, &options.road_book, N_("The project's journey: a page for all of it, then one a day"), NULL },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &options.dpi, N_("Dots an inch of a picture (default 300)"), N_("N") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  int status;

  job.extent = atlas_extent_empty ();
  if (!atlas_command_parse ("print", _("[FILE…]"), _("Puts the map on paper: the files, or the shipped layers."), entries, argc, argv))
    return EXIT_USAGE;
  status = check_options (&options, &job);
  if (status != EXIT_SUCCESS)
    return status;
  if (!prepare (&job, &options, &error) || !print (&job, &options, &error))
    return atlas_command_fail (error);
  return EXIT_SUCCESS;
}
