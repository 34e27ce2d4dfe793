"""Who is who: gives the objects of successive frames lasting numbers, by the times of the frames."""
